import process from 'node:process';

const interruptedCode = 130;

/** The first Ctrl-C lets the run end in order; a second one ends the process at once. */
export function interrupted(): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(interruptedCode);
    process.stderr.write('\nStopping what was started. Press Ctrl-C again to end at once.\n');
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    forget() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
