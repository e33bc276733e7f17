import type { Environment } from './environment.ts';

/** There was no answer in time. What was asked may still be done, unheard. */
export class NoAnswer extends Error {}

/** Rejects with `NoAnswer` when `work` is not settled after `ms`, or as soon as `signal` has ended the waiting. */
export function inTime<T>(
  environment: Pick<Environment, 'after'>,
  ms: number,
  work: Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopWaiting = () => {
      callOff();
      signal?.removeEventListener('abort', giveUp);
    };
    const giveUp = () => {
      stopWaiting();
      reject(new NoAnswer('Nobody waits for an answer any more.'));
    };
    const callOff = environment.after(ms, giveUp);
    work.then(resolve, reject).finally(stopWaiting);
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp);
  });
}
