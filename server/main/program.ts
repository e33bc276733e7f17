import cluster from 'node:cluster';
import process from 'node:process';
import { ConfigError } from '../config/config.ts';
import { StartError } from './startError.ts';
import type { Say } from './tool.ts';

/** Something that goes on until it is told to stop. */
export interface Running {
  /** Resolves when nothing of it is left. */
  stop(): Promise<void>;
}

/**
 * Runs a program that goes on until it is told to stop. The first signal ends it in order, a second one at once; whoever
 * was started by the launcher of a cluster heeds only the launcher, and ends when that is gone. A reason not to start is
 * printed alone, with exit code 1.
 */
export async function runProgram(start: (say: Say) => Promise<Running>): Promise<void> {
  // A terminal that was closed takes no more words; that must not end what is under way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const starting = start(say);
  if (cluster.worker === undefined) stopOnSignal(starting);
  else stopWithLauncher(starting, cluster.worker);
  await starting.catch(fail);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Also while it is being started: what is there by then must not be left behind. */
function stopOnSignal(starting: Promise<Running>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    say('\nStopping: what is under way is finished first. Press Ctrl-C again to stop at once.');
    const running = await starting;
    await running.stop();
    say('Stopped. Everything is kept for the next start.');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop().catch(fail));
}

function stopWithLauncher(starting: Promise<Running>, worker: NonNullable<typeof cluster.worker>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    const running = await starting;
    await running.stop();
    // Until then the channel to the launcher keeps the process alive.
    if (worker.isConnected()) worker.disconnect();
  };
  const stopOnce = () => void stop().catch(fail);
  process.on('SIGTERM', stopOnce);
  // The terminal sends these to everybody; the launcher says what is to be done.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  worker.on('disconnect', () => {
    // Otherwise Node would end this process now, in the middle of what it does.
    worker.exitedAfterDisconnect = true;
    stopOnce();
  });
}

function fail(error: unknown): never {
  const known = error instanceof StartError || error instanceof ConfigError;
  const text = known ? error.message : `Pariksha could not start: ${String(error)}`;
  process.stderr.write(`${text}\n`);
  if (!known && error instanceof Error && error.stack !== undefined) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}
