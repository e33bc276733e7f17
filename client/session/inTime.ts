import type { Environment } from './environment.ts';

/** There was no answer in time. What was asked may still be done, unheard. */
export class NoAnswer extends Error {}

/** Rejects with `NoAnswer` when `work` is not settled after `ms`, or when `signal` ends the waiting. */
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
      reject(new NoAnswer(`No answer within ${ms} ms.`));
    };
    const callOff = environment.after(ms, giveUp);
    signal?.addEventListener('abort', giveUp);
    work.then(resolve, reject).finally(stopWaiting);
  });
}
