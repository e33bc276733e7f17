import process from 'node:process';

/** The process cannot go on; the message is a sentence for a person. */
export interface Failed {
  readonly kind: 'failed';
  readonly message: string;
}

/**
 * The main part of a process that the bench has forked: takes one order after the other, and reports what goes wrong. It ends
 * with the bench, and not by itself: a terminal's Ctrl-C reaches the whole group of processes, and the bench decides.
 */
export function takeOrders<Order>(obey: (order: Order) => void | Promise<void>): void {
  const fail = (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.send?.({ kind: 'failed', message } satisfies Failed, () => process.exit(1));
  };
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit(0));
  process.on('uncaughtException', fail);
  process.on('message', (order: Order) => {
    Promise.try(obey, order).catch(fail);
  });
}
