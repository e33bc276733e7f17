import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runCrash } from './crash/runCrash.ts';
import { runTool, UsageError } from './tool.ts';

/** `npm run crash`: kills the server under load, again and again, and looks whether anything it promised is missing. */

const usage = `npm run crash -- [--rounds N] [--seed S]

Starts a server with a database of its own in a temporary folder, lets 40 candidates answer as fast as they can, kills it
with SIGKILL at a random moment, starts it again, and checks the log against every acknowledgement, N times (100). In one
round of ten PostgreSQL is killed as well. The last line is JSON; the exit code is 1 if anything was lost or wrong.`;

await runTool(usage, async (say) => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
  const rounds = whole(values.rounds ?? '100', '--rounds');
  const seed = whole(values.seed ?? '1', '--seed');
  const folder = await mkdtemp(join(tmpdir(), 'pariksha-crash-'));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  say(`seed ${seed}, in ${folder}`);
  try {
    const report = await runCrash({ rounds, seed, folder, say, signal: interrupted.signal });
    say(JSON.stringify(report));
    const { ackedButLost, wrongValue, sealedTwice, chainBroken } = report;
    return ackedButLost + wrongValue + sealedTwice + chainBroken === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function whole(text: string, flag: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`${flag} takes a whole number from 1.`);
  return Number(text);
}
