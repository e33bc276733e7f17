import { randomInt } from 'node:crypto';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { play } from './fuzz/play.ts';

const { FUZZ_FROM, FUZZ_SEEDS, FUZZ_STEPS } = process.env;

/**
 * Other exams in each run, so that many runs see more than one long one would. The title names the first seed;
 * `FUZZ_FROM=7 FUZZ_SEEDS=500 npx vitest run server/test/fuzz.test.ts` plays 500 from the seventh on.
 */
const first = Number(FUZZ_FROM ?? randomInt(1, 2 ** 30));
const count = Number(FUZZ_SEEDS ?? 40);
const steps = Number(FUZZ_STEPS ?? 200);
const seeds = Array.from({ length: count }, (_, index) => first + index);

describe('fuzz', () => {
  it(`[LOG-1, LOG-2, LOG-3, LOG-5, LOG-11, LOG-12, ACK-1, ACK-2, ACK-5, ACK-7, ACK-8, SEAL-1, SEAL-2, SEAL-4, SEAL-8] holds on two nodes whatever the dice say (${count} seeds from ${first} on)`, async () => {
    const { log, problems, busy } = await play(seeds, steps);
    expect(problems.slice(0, 5).join('\n\n')).toBe('');
    expect(log.attempts).toBeGreaterThan(seeds.length * 0.9);
    expect(busy).toBeLessThan(seeds.length * 2);
  }, 600_000);
});
