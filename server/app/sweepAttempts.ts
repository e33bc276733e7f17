import type { AttemptContext } from '../domain/attempt.ts';
import { sweepDueAt } from '../domain/decide.ts';
import type { Attempts, Outcome } from './attempts.ts';
import type { AttemptLog, Clock, DueAttempt, Log } from './ports.ts';

export interface Sweep {
  readonly attempts: Attempts;
  readonly log: Pick<AttemptLog, 'due' | 'postpone' | 'settle'>;
  readonly clock: Clock;
  readonly operator: Log;
}

/** Attempts looked at at the same time. */
const batch = 500;

/** How long an attempt is left alone when nothing came of the look at it, ms. */
const retryMs = 5_000;

/**
 * One round of the server's own seals, over all attempts that are due, of any node, whether or not their candidates are
 * there. Two sweepers may look at the same attempt: the log lets one of them succeed. Returns how many were looked at.
 */
export async function sweepAttempts(sweep: Sweep): Promise<number> {
  const now = sweep.clock.now();
  for (let total = 0; ; ) {
    const due = await sweep.log.due(now, batch);
    await Promise.all(due.map((each) => sweepOne(sweep, each)));
    total += due.length;
    if (due.length < batch) return total;
  }
}

async function sweepOne(sweep: Sweep, due: DueAttempt): Promise<void> {
  const { attempts, log, clock, operator } = sweep;
  try {
    const hosted = await attempts.host(due.ref);
    try {
      const outcome = await attempts.run(hosted, { type: 'sweep', now: clock.now() });
      await note(sweep, due, outcome, hosted.context);
    } finally {
      attempts.release(hosted);
    }
  } catch (error) {
    operator.error(
      { attemptId: due.ref.attemptId, err: error },
      'An attempt whose time is over could not be sealed.',
    );
    // One that can never be read must not stand before the others for ever.
    await log.postpone(due, clock.now() + retryMs).catch(() => undefined);
  }
}

/** When to look again. A seal has written its attempt's status itself. */
async function note(
  { log, clock }: Sweep,
  due: DueAttempt,
  outcome: Outcome,
  context: AttemptContext,
): Promise<void> {
  if (outcome.type !== 'done') return log.postpone(due, clock.now() + retryMs);
  const { state, news } = outcome;
  if (state.status !== 'sealed') {
    return log.settle(due, { status: 'open', nextLook: sweepDueAt(state, context) });
  }
  if (!news.some(({ kind }) => kind === 'sealed')) await log.settle(due, { status: 'sealed' });
}
