import process from 'node:process';

const interruptedCode = 130;

const ignore = () => undefined;

/** What asks the bench to end; the last comes when its terminal is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What comes of the work, or at once the signal's reason; nobody hears then of what goes on. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The first Ctrl-C lets the run end in order; a second one ends the process at once. */
export function interrupted(): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(interruptedCode);
    process.stderr.write('\nStopping what was started. Press Ctrl-C again to end at once.\n');
    controller.abort();
  };
  // Whoever read along has gone (a pipe into `head`): without an ear the error would end the process, and leave its children.
  const onDeaf = () => controller.abort();
  const streams = [process.stdout, process.stderr];
  for (const stream of streams) stream.off('error', ignore).on('error', ignore).on('error', onDeaf);
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    forget() {
      for (const signal of signals) process.off(signal, onSignal);
      for (const stream of streams) stream.off('error', onDeaf);
    },
  };
}
