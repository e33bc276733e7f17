import process from 'node:process';
import { ConfigError } from '../config/config.ts';
import { StartError } from './startError.ts';

/** The command line is not one that the tool understands. Its message says why; the usage follows it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Prints one line. */
export type Say = (line: string) => void;

/**
 * Runs a command-line tool to its end and sets the exit code: what `work` returns, 1 with a sentence
 * when it cannot be done, 2 with the usage when the command line is wrong.
 */
export async function runTool(usage: string, work: (say: Say) => Promise<number>): Promise<void> {
  process.stdout.on('error', ignoreClosedPipe);
  try {
    process.exitCode = await work((line) => void process.stdout.write(`${line}\n`));
  } catch (error) {
    process.exitCode = isUsageError(error) ? 2 : 1;
    process.stderr.write(`${sentenceFor(error, usage)}\n`);
  }
}

/** Whoever reads the output may stop reading (`| head`); the work goes on to its end. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Node's `parseArgs` names each of its errors ERR_PARSE_ARGS_…. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

function sentenceFor(error: unknown, usage: string): string {
  if (isUsageError(error)) return `${error.message}\n\nUsage: ${usage}`;
  if (error instanceof StartError || error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
