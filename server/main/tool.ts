import process from 'node:process';
import { ConfigError } from '../config/config.ts';
import { StartError } from './startError.ts';

/** The command line is not one that the tool understands. Its message says why; the usage follows it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a flag says. @throws UsageError when it says nothing. */
export function required(value: string | undefined, flag: string): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`${flag} is needed.`);
  return value;
}

/** Prints one line. */
export type Say = (line: string) => void;

/**
 * Runs a command-line tool to its end and ends the process with what `work` returns, with 1 and a sentence when it
 * cannot be done, with 2 and the usage when the command line is wrong; `--help` does nothing but print the usage. A timer
 * that a library left behind holds nobody up.
 */
export async function runTool(usage: string, work: (say: Say) => Promise<number>): Promise<never> {
  // Whoever reads along may stop reading (`| head`): the work goes on, and nobody is told what nobody hears.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const say: Say = (line) => void process.stdout.write(`${line}\n`);
  const code = await (asksForHelp() ? explain(say, usage) : work(say)).catch((error: unknown) => {
    process.stderr.write(`${sentenceFor(error, usage)}\n`);
    return isUsageError(error) ? 2 : 1;
  });
  await Promise.all([written(process.stdout), written(process.stderr)]);
  process.exit(code);
}

function asksForHelp(): boolean {
  return process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h');
}

async function explain(say: Say, usage: string): Promise<number> {
  say(`Usage: ${usage}`);
  return 0;
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

/** Resolves when everything that was written has left this process. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
