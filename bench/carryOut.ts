import process from 'node:process';
import { BenchError } from './benchError.ts';
import { exit } from './exitCode.ts';
import { interrupted } from './interruption.ts';

/** Does what a command line asks for; Ctrl-C ends it in order, and what hinders it is told. Returns the exit code. */
export async function carryOut(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = interrupted();
  try {
    return await work(interruption.signal);
  } catch (error) {
    if (interruption.signal.aborted) {
      process.stderr.write('Interrupted. Everything that was started is stopped.\n');
      return exit.interrupted;
    }
    process.stderr.write(`${told(error)}\n`);
    return exit.refused;
  } finally {
    interruption.forget();
  }
}

/** A sentence, also of what a disk, the network or PostgreSQL says; only what nobody thought of is told with where it was. */
function told(error: unknown): string {
  if (error instanceof BenchError) return error.message;
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? `The run has failed: ${error.message}` : (error.stack ?? error.message);
}
