import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchLender } from '../../server/main/benchLender.ts';
import { chaos } from './cli.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pariksha-chaos-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Faults at each of the things that an acknowledgement rests on; `npm run chaos` has all of them. */
const chosen = ['postgres-stop', 'submit-races-save'];

describe('[BEN-22, ACK-1, LOG-1, SEAL-1] a fault in the middle of saving', () => {
  it(`loses nothing and everybody comes back: ${chosen.join(', ')}`, { timeout: 400_000 }, async () => {
    const jsonFile = join(folder, 'table.json');
    const named = chosen.flatMap((name) => ['--fault', name]);
    const code = await chaos(['--short', '--json', jsonFile, ...named], benchLender);
    const { rounds } = JSON.parse(await readFile(jsonFile, 'utf8'));
    expect(rounds).toMatchObject(
      chosen.map((fault) => ({
        fault,
        ackedButLost: 0,
        wrongValue: 0,
        sealedTwice: 0,
        acceptedLate: 0,
        chainBroken: 0,
        unfinished: 0,
        violations: [],
        isGood: true,
      })),
    );
    expect(code).toBe(0);
  });
});
