import { describe, expect, it } from 'vitest';
import { answer, contextFor, minute, noon, PureAttempt, second } from '../test/pureAttempt.ts';
import { observations, pageObservations, reachedSteps, toObserve } from './conduct.ts';
import type { ConductPolicy } from './content.ts';
import type { Entry } from './entry.ts';

const text = { en: 'Stay on this page.' };

const policy: ConductPolicy = {
  'tab-hidden': [
    { after: 2, do: 'warn', text },
    { after: 3, do: 'call' },
  ],
  'second-device': [{ after: 1, do: 'call' }],
  disconnected: [],
};

const reason = 'as decided';
const hidden: Entry = { kind: 'observed', type: 'tab-hidden', at: noon };

function attemptUnder(conduct?: ConductPolicy): PureAttempt {
  const attempt = new PureAttempt(contextFor({ durationMs: 60 * minute, ...(conduct && { conduct }) }));
  attempt.open();
  return attempt;
}

/** The candidate was away from `from` to `to`. */
function away(attempt: PureAttempt, from: number, to: number) {
  return attempt.run({ type: 'return', from, by: 'connection', now: to });
}

const steps = (attempt: PureAttempt) =>
  reachedSteps(attempt.context.rules.conduct, attempt.attempt.conduct).map(
    ({ type, step }) => `${type} ${step.after} ${step.do}`,
  );

describe('what is noticed of a candidate', () => {
  it('[OBS-1] is counted for what the policy names, and leads to each step when its count is reached', () => {
    const attempt = attemptUnder(policy);
    attempt.append(1, [hidden, { ...hidden, type: 'paste' }], noon + second);
    expect(Object.fromEntries(attempt.attempt.conduct.counts)).toEqual({ 'tab-hidden': 1 });
    expect(steps(attempt)).toEqual([]);
    attempt.append(3, [hidden], noon + second);
    expect(steps(attempt)).toEqual(['tab-hidden 2 warn']);
    attempt.append(4, [hidden, hidden], noon + second);
    expect(steps(attempt)).toEqual(['tab-hidden 2 warn', 'tab-hidden 3 call']);
  });

  it('[OBS-1] is not counted when it came late', () => {
    const attempt = attemptUnder(policy);
    attempt.issue({ kind: 'pause', body: { reason } }, noon + second);
    attempt.append(1, [hidden], noon + minute);
    expect(attempt.frames.at(-1)?.kind).toBe('late');
    expect(attempt.attempt.conduct.counts.size).toBe(0);
  });

  it('[OBS-2] counts another sign-in that takes the pen as a second device, and a new page of the same one as none', () => {
    const attempt = attemptUnder(policy);
    attempt.enter('page-2', noon + second);
    expect(steps(attempt)).toEqual([]);
    attempt.enter('page-3', noon + second, 'sign-in-2');
    expect(steps(attempt)).toEqual(['second-device 1 call']);
  });

  it('[OBS-3] is nothing, and nothing follows, where the exam has no policy', () => {
    const attempt = attemptUnder();
    attempt.append(1, [hidden, hidden, hidden], noon + second);
    attempt.enter('page-2', noon + second, 'sign-in-2');
    away(attempt, noon + second, noon + minute);
    expect(attempt.attempt.conduct.counts.size).toBe(0);
    expect(steps(attempt)).toEqual([]);
    expect(toObserve(undefined)).toEqual([]);
  });

  it('[OBS-3] is asked of a page only as far as the policy names it', () => {
    expect(toObserve(policy)).toEqual(['tab-hidden']);
    expect(toObserve({ paste: [], copy: [{ after: 1, do: 'record' }] })).toEqual(['copy', 'paste']);
  });

  it('[OBS-4] is never how somebody reads the screen or moves about in it', () => {
    expect(observations).toEqual([...pageObservations, 'second-device', 'disconnected']);
    for (const type of pageObservations)
      expect(type).not.toMatch(/zoom|resize|focus|key|select|pointer|reader/);
  });
});

describe('an absence', () => {
  it('[OBS-10] is recorded when the candidate is back, with its times, and counted', () => {
    const attempt = attemptUnder(policy);
    const [frame] = away(attempt, noon + minute, noon + 3 * minute).news;
    expect(frame).toMatchObject({
      kind: 'returned',
      open: true,
      receivedAt: noon + 3 * minute,
      body: { from: noon + minute, to: noon + 3 * minute, lostMs: 2 * minute, by: 'connection' },
    });
    expect(attempt.attempt.conduct).toMatchObject({ lostMs: 2 * minute, returnedAt: noon + 3 * minute });
    expect(attempt.attempt.conduct.counts.get('disconnected')).toBe(1);
  });

  it('[OBS-10] of less than ten seconds is none', () => {
    const attempt = attemptUnder(policy);
    expect(away(attempt, noon, noon + 10 * second - 1).news).toEqual([]);
    expect(away(attempt, noon, noon + 10 * second).news).toHaveLength(1);
  });

  it('[OBS-11] is recorded once, whoever tells of it and with whatever beginning', () => {
    const attempt = attemptUnder(policy);
    away(attempt, noon + minute, noon + 3 * minute);
    expect(away(attempt, noon, noon + 3 * minute + second).news).toEqual([]);
    const [frame] = away(attempt, noon, noon + 5 * minute).news;
    expect(frame?.body).toMatchObject({ from: noon + 3 * minute, lostMs: 2 * minute });
  });

  it('[OBS-12] costs nothing while the exam is paused, for the pause gives that time back', () => {
    const attempt = attemptUnder(policy);
    attempt.issue({ kind: 'pause', body: { reason } }, noon + 2 * minute);
    const [paused] = away(attempt, noon + minute, noon + 4 * minute).news;
    expect(paused?.body).toMatchObject({ lostMs: minute });
    attempt.issue({ kind: 'resume', body: { reason } }, noon + 5 * minute);
    const [resumed] = away(attempt, noon + 4 * minute, noon + 6 * minute).news;
    expect(resumed?.body).toMatchObject({ lostMs: minute });
    const [later] = away(attempt, noon + 7 * minute, noon + 8 * minute).news;
    expect(later?.body).toMatchObject({ lostMs: minute });
  });

  it('[OBS-12] costs nothing in any of several pauses', () => {
    const attempt = attemptUnder(policy);
    for (const at of [noon + 2 * minute, noon + 6 * minute]) {
      attempt.issue({ kind: 'pause', body: { reason } }, at);
      attempt.issue({ kind: 'resume', body: { reason } }, at + 2 * minute);
    }
    const [frame] = away(attempt, noon + minute, noon + 10 * minute).news;
    expect(frame?.body).toMatchObject({ lostMs: 5 * minute });
  });

  it('[OBS-12] costs nothing from a hand-in to its reopening', () => {
    const attempt = attemptUnder(policy);
    attempt.seal(0, noon + 2 * minute);
    attempt.issue({ kind: 'reopen', body: { ms: 10 * minute, reason } }, noon + 6 * minute);
    attempt.sweep(noon + 7 * minute);
    const [frame] = away(attempt, noon + minute, noon + 9 * minute).news;
    expect(frame?.body).toMatchObject({ lostMs: 3 * minute });
  });

  it('[OBS-12] costs nothing behind the deadline, and is not recorded behind the end', () => {
    const attempt = attemptUnder(policy);
    const end = noon + 60 * minute;
    const [frame] = away(attempt, end - minute, end + second).news;
    expect(frame?.body).toMatchObject({ lostMs: minute });
    expect(away(attempt, end + second, end + minute).news).toEqual([]);
    attempt.sweep(end + 2 * minute);
    expect(away(attempt, end, end + 3 * minute).news).toEqual([]);
  });

  it('[OBS-12] changes no answer, no deadline and no turn at writing', () => {
    const attempt = attemptUnder(policy);
    attempt.append(1, [answer('q1', 'A')], noon + second);
    const { answers, schedule, deadlineVersion, pens } = attempt.attempt;
    away(attempt, noon + minute, noon + 3 * minute);
    expect(attempt.attempt).toMatchObject({ answers, schedule, deadlineVersion, pens });
  });
});
