import type { AttemptContext } from '../domain/attempt.ts';
import { sweepDueAt } from '../domain/decide.ts';
import type { Attempts, Outcome } from './attempts.ts';
import type { HostedAttempt } from './hostedAttempt.ts';
import type { Clock, DueAttempt, Log, SweepIndex } from './ports.ts';

export interface Sweep {
  readonly attempts: Attempts;
  readonly index: SweepIndex;
  readonly clock: Clock;
  readonly operator: Log;
}

/** Attempts looked at at the same time. */
const batch = 500;

/** How long an attempt is one sweeper's; when nothing came of its look, it is anybody's again, ms. */
const claimMs = 5_000;

/**
 * One round of the server's own seals: first of the attempts that this node has in memory, then of all that are due, of any
 * node, whether or not their candidates are there. Should two sweepers look at the same attempt, the log lets one of them
 * succeed. Returns how many were found due that no node had sealed by itself.
 */
export async function sweepAttempts(sweep: Sweep): Promise<number> {
  const { index, clock } = sweep;
  await sweepHosted(sweep);
  while (await index.call());
  const now = clock.now();
  for (let total = 0; ; ) {
    const due = await index.claim(now, batch, claimMs);
    await Promise.all(due.map((each) => sweepOne(sweep, each)));
    total += due.length;
    if (due.length < batch) return total;
  }
}

/**
 * The node has them at hand, and its pages wait to be told. What others have sealed is noticed here too, also where nodes
 * cannot tell each other. Whatever goes wrong is left to the index.
 */
async function sweepHosted({ attempts, clock }: Sweep): Promise<void> {
  const now = clock.now();
  const due = [...attempts.hosted.all].filter((hosted) => isDue(hosted, now));
  for (let from = 0; from < due.length; from += batch) {
    const some = due.slice(from, from + batch);
    const outcomes = await Promise.allSettled(
      some.map((hosted) => attempts.run(hosted, { type: 'sweep', now: clock.now() })),
    );
    if (!outcomes.some((each) => each.status === 'fulfilled' && each.value.type === 'done')) return;
  }
}

function isDue({ state, context }: HostedAttempt, now: number): boolean {
  switch (state.status) {
    case 'scheduled':
      return false;
    case 'sealed':
      return state.reopening !== null;
    case 'open':
    case 'paused':
      return sweepDueAt(state, context) <= now;
  }
}

async function sweepOne(sweep: Sweep, due: DueAttempt): Promise<void> {
  const { attempts, clock, operator } = sweep;
  try {
    const hosted = await attempts.host(due.ref);
    try {
      const outcome = await attempts.run(hosted, { type: 'sweep', now: clock.now() });
      await note(sweep, due, outcome, hosted.context);
    } finally {
      attempts.hosted.release(hosted);
    }
  } catch (error) {
    operator.error(
      { attemptId: due.ref.attemptId, err: error },
      'An attempt whose time is over could not be sealed.',
    );
  }
}

/** When to look again. A seal has written its attempt's status itself. */
async function note(
  { index }: Sweep,
  due: DueAttempt,
  outcome: Outcome,
  context: AttemptContext,
): Promise<void> {
  if (outcome.type !== 'done') return;
  const { state, news } = outcome;
  if (state.status !== 'sealed') {
    return index.settle(due, { status: 'open', nextLook: sweepDueAt(state, context) });
  }
  if (!news.some(({ kind }) => kind === 'sealed')) await index.settle(due, { status: 'sealed' });
}
