import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { play } from './fuzz/play.ts';

const steps = Number(process.env['FUZZ_STEPS'] ?? 200);
const count = Number(process.env['FUZZ_SEEDS'] ?? 500);

/** `FUZZ_SEED=7 npx vitest run server/test/fuzz.test.ts` plays one seed; a failure names its seed. */
const only = process.env['FUZZ_SEED'];
const seeds = only === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [Number(only)];

describe('fuzz', () => {
  it('[LOG-1, LOG-2, LOG-3, LOG-5, LOG-11, LOG-12, ACK-1, ACK-2, ACK-5, ACK-7, ACK-8, SEAL-1, SEAL-2, SEAL-4, SEAL-8] holds on two nodes whatever the dice say', async () => {
    const { log, problems, busy } = await play(seeds, steps);
    expect(problems.slice(0, 5).join('\n\n')).toBe('');
    expect(log.attempts).toBeGreaterThan(seeds.length * 0.9);
    expect(busy).toBeLessThan(seeds.length * 2);
  }, 600_000);
});
