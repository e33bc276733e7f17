import { sweepDueAt } from '../domain/decide.ts';
import type { Attempts } from './attempts.ts';
import type { AttemptLog, AttemptRef, Clock, Log } from './ports.ts';

export interface Sweep {
  readonly attempts: Attempts;
  readonly log: Pick<AttemptLog, 'due' | 'postpone'>;
  readonly clock: Clock;
  readonly operator: Log;
}

/** Attempts looked at in one round. */
const batch = 500;

/** How long an attempt is left alone when sealing it did not succeed, ms. */
const retryMs = 5_000;

/**
 * One round of the server's own seals, over attempts of any node whether or not their candidates are there. Two sweepers
 * may look at the same attempt: the log lets one of them succeed. Returns how many were looked at.
 */
export async function sweepAttempts(sweep: Sweep): Promise<number> {
  const due = await sweep.log.due(sweep.clock.now(), batch);
  await Promise.all(due.map((ref) => sweepOne(sweep, ref)));
  return due.length;
}

async function sweepOne({ attempts, log, clock, operator }: Sweep, ref: AttemptRef): Promise<void> {
  try {
    const hosted = await attempts.host(ref);
    try {
      await attempts.read(hosted);
      const outcome = await attempts.run(hosted, { type: 'sweep', now: clock.now() });
      if (outcome.type !== 'done') {
        await log.postpone(ref, clock.now() + retryMs);
      } else if (outcome.state.status !== 'sealed') {
        await log.postpone(ref, sweepDueAt(outcome.state, hosted.context));
      }
    } finally {
      attempts.release(hosted);
    }
  } catch (error) {
    operator.error(
      { attemptId: ref.attemptId, err: error },
      'An attempt whose time is over could not be sealed.',
    );
  }
}
