import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { runCrash } from '../main/crash/runCrash.ts';

const rounds = 8;

it('[ACK-1, LOG-1, LOG-2, SEAL-1, SEAL-4] a server killed with -9 under load, and PostgreSQL with it, loses nothing it acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), `pariksha-test-${process.pid}-crash-`));
  const said: string[] = [];
  try {
    const { acknowledged, ...wrong } = await runCrash({
      rounds,
      seed: 1,
      folder,
      say: (line) => said.push(line),
    });
    expect(wrong, said.join('\n')).toEqual({
      rounds,
      ackedButLost: 0,
      wrongValue: 0,
      sealedTwice: 0,
      chainBroken: 0,
    });
    expect(acknowledged).toBeGreaterThan(rounds * 200);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 300_000);
