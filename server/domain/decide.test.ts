import { describe, expect, it } from 'vitest';
import { eachAlone, paper, section, single } from '../test/paperBuilders.ts';
import { answer, contextFor, minute, noon, PureAttempt, second } from '../test/pureAttempt.ts';
import type { CommandContent } from './command.ts';
import { sweepDueAt } from './decide.ts';
import type { Entry } from './entry.ts';

const grace = 5 * second;
/** An individual clock of 60 minutes from noon. */
const hour = { durationMs: 60 * minute } as const;
const end = noon + 60 * minute;

const reason = 'as decided';
const pause: CommandContent = { kind: 'pause', body: { reason } };
const resume: CommandContent = { kind: 'resume', body: { reason } };
const forceSubmit: CommandContent = { kind: 'force-submit', body: { reason } };
const terminate: CommandContent = { kind: 'terminate', body: { reason } };
const release: CommandContent = { kind: 'release-device', body: { reason } };
const extend = (ms: number): CommandContent => ({ kind: 'extend', body: { ms, reason } });
const reopen = (ms: number): CommandContent => ({ kind: 'reopen', body: { ms, reason } });

function opened(rules: Parameters<typeof contextFor>[0] = {}, content?: Parameters<typeof contextFor>[1]) {
  const attempt = new PureAttempt(contextFor({ ...hour, ...rules }, content));
  attempt.open();
  return attempt;
}

function dueAt(attempt: PureAttempt): number {
  const { state } = attempt;
  if (state.status !== 'open' && state.status !== 'paused') throw new Error(`It is ${state.status}.`);
  return sweepDueAt(state, attempt.context);
}

describe('opening', () => {
  it('[TIM-5] is refused before the exam opens and after the last time to enter', () => {
    const attempt = new PureAttempt(contextFor(hour));
    expect(attempt.open(noon - 1).rejection).toEqual({ code: 'not-open-yet' });
    expect(attempt.open(noon + 30 * minute + 1).rejection).toEqual({ code: 'entry-closed' });
    expect(attempt.open(noon + 30 * minute).news).toMatchObject([{ kind: 'opened', seq: 1, open: true }]);
  });

  it('[TIM-8] takes along what was granted before', () => {
    const attempt = new PureAttempt(contextFor(hour));
    attempt.issue(extend(10 * minute), noon - minute);
    attempt.open();
    expect(attempt.attempt.schedule.deadlineAt).toBe(end + 10 * minute);
  });

  it('[TIM-16] is refused to who was told to hand in, until a reopening', () => {
    const attempt = new PureAttempt(contextFor(hour));
    attempt.issue(terminate, noon - minute);
    expect(attempt.open().rejection).toEqual({ code: 'entry-closed' });
    attempt.issue(reopen(0), noon);
    expect(attempt.open().rejection).toBeUndefined();
  });

  it('[TIM-7] while the exam is paused starts with the clock standing', () => {
    const attempt = new PureAttempt(contextFor(hour));
    attempt.issue(pause, noon - minute);
    attempt.open(noon + 2 * minute);
    expect(attempt.attempt.status).toBe('paused');
    attempt.issue(resume, noon + 5 * minute);
    expect(attempt.attempt).toMatchObject({ status: 'open', schedule: { deadlineAt: end + 5 * minute } });
  });

  it('[ACK-17] an attempt nobody has opened is absent for every other command', () => {
    const attempt = new PureAttempt();
    const absent = { news: [], rejection: { code: 'not-found' } };
    expect(attempt.append(1, [answer('q1', 'A')], noon)).toEqual(absent);
    expect(attempt.enter('page-1', noon)).toEqual(absent);
    expect(attempt.seal(0, noon)).toEqual(absent);
    expect(attempt.sweep(noon)).toEqual(absent);
  });
});

describe('the pen', () => {
  it('[ACK-10] goes to the page that enters: a new epoch, numbers from 1', () => {
    const attempt = opened();
    attempt.append(1, [answer('q1', 'A')], noon);
    attempt.enter('page-2', noon + second);
    expect(attempt.attempt.pens).toMatchObject([
      { epoch: 1, deviceId: 'page-1', through: 1 },
      { epoch: 2, deviceId: 'page-2', through: 0 },
    ]);
  });

  it('[ACK-11] stays where it is when the page that holds it asks again', () => {
    const attempt = opened();
    expect(attempt.enter('page-1', noon)).toEqual({ news: [] });
    expect(attempt.run({ ...openAgain, deviceId: 'page-1' })).toEqual({ news: [] });
    attempt.enter('page-2', noon);
    expect(attempt.enter('page-2', noon)).toEqual({ news: [] });
    expect(attempt.enter('page-1', noon).news).toMatchObject([{ kind: 'entered', body: { epoch: 3 } }]);
  });

  it('[ACK-13] needs a release for another sign-in, which serves once', () => {
    const attempt = opened({ takeover: 'proctor-release' });
    const needsRelease = { news: [], rejection: { code: 'takeover-needs-release' } };
    expect(attempt.enter('page-2', noon, 'sign-in-1').news).toHaveLength(1);
    expect(attempt.enter('page-3', noon, 'sign-in-2')).toEqual(needsRelease);
    attempt.issue(release, noon, { kind: 'candidates', candidateIds: ['candidate-2'] });
    expect(attempt.enter('page-3', noon, 'sign-in-2')).toEqual(needsRelease);
    attempt.issue(release, noon);
    expect(attempt.enter('page-3', noon, 'sign-in-2').news).toHaveLength(1);
    expect(attempt.enter('page-4', noon, 'sign-in-1')).toEqual(needsRelease);
  });

  it('[ACK-13] is no use to another sign-in that knows the epoch, unless takeover is free', () => {
    const superseded = { code: 'superseded' };
    const watched = opened({ takeover: 'proctor-release' });
    expect(watched.append(1, [answer('q1', 'A')], noon, 1, 'sign-in-2').rejection).toEqual(superseded);
    expect(watched.seal(0, noon, 1, 'sign-in-2').rejection).toEqual(superseded);
    expect(watched.append(1, [answer('q1', 'B')], noon).news).toHaveLength(1);
    const free = opened();
    expect(free.append(1, [answer('q1', 'A')], noon, 1, 'sign-in-2').news).toHaveLength(1);
  });

  it('[SEAL-8] is not given after the time is over: the attempt is sealed and shown as it is', () => {
    const attempt = opened();
    const { news } = attempt.enter('page-2', end + grace + 1);
    expect(news).toMatchObject([{ kind: 'sealed', body: { reason: 'expired', epoch: 1 } }]);
    expect(attempt.enter('page-3', end + minute)).toEqual({ news: [] });
  });
});

const openAgain = { type: 'open', sessionId: 'sign-in-1', seed: 'ff', extraPerHourMs: 0, now: noon } as const;

describe('appending', () => {
  it('[ACK-2, ACK-3, ACK-4] goes on behind what is there, skips what is known and refuses a gap', () => {
    const attempt = opened();
    expect(attempt.append(2, [answer('q1', 'A')], noon).rejection).toEqual({ code: 'gap', through: 0 });
    attempt.append(1, [answer('q1', 'A'), answer('q2', 'B')], noon);
    expect(attempt.append(1, [answer('q1', 'A'), answer('q2', 'B')], noon)).toEqual({ news: [] });
    const { news } = attempt.append(2, [answer('q2', 'B'), answer('q1', 'C')], noon + second);
    expect(news).toMatchObject([{ body: { epoch: 1, from: 3, entries: [{ value: 'C' }] } }]);
    expect(attempt.append(5, [answer('q1', 'D')], noon).rejection).toEqual({ code: 'gap', through: 3 });
    expect(attempt.attempt.answers.get('q1')?.value).toBe('C');
  });

  it('[ACK-5, ACK-6] records what cannot apply as refused, and what stands beside it counts', () => {
    const attempt = opened();
    const entries: readonly Entry[] = [
      answer('q9', 'A'),
      answer('q1', 'Z'),
      answer('q1', 5),
      { kind: 'section', sectionId: 's9', at: noon },
      { kind: 'visited', questionId: 'nowhere', ms: 0, at: noon },
      { kind: 'unreadable', sent: '{}' },
      { kind: 'observed', type: 'tab-hidden', at: noon },
      answer('__proto__', 'A'),
      answer('q2', 'B'),
    ];
    const [frame] = attempt.append(1, entries, noon).news;
    expect(frame?.body).toMatchObject({
      from: 1,
      entries,
      refused: [
        { n: 1, code: 'unknown-question' },
        { n: 2, code: 'unknown-option' },
        { n: 3, code: 'invalid-value' },
        { n: 4, code: 'unknown-section' },
        { n: 5, code: 'unknown-question' },
        { n: 6, code: 'malformed-entry' },
        { n: 8, code: 'unknown-question' },
      ],
    });
    expect([...attempt.attempt.answers.keys()]).toEqual(['q2']);
    expect(attempt.attempt.pens[0].through).toBe(9);
  });

  it('[ACK-5] a question that this candidate was not given is unknown', () => {
    const pools = [{ draw: 1, units: [['q1'], ['q2']] }];
    const content = paper({ sections: [section('s1', [single('q1'), single('q2')], { pools })] });
    const attempt = opened({}, content);
    const drawn = [...(attempt.attempt.drawn ?? [])];
    expect(drawn).toHaveLength(1);
    const other = drawn[0] === 'q1' ? 'q2' : 'q1';
    const [frame] = attempt.append(1, [answer(other, 'A')], noon).news;
    expect(frame?.body).toMatchObject({ refused: [{ n: 1, code: 'unknown-question' }] });
  });

  it('[ACK-12] needs an epoch that was given out', () => {
    const attempt = opened();
    expect(attempt.append(1, [answer('q1', 'A')], noon, 2).rejection).toEqual({ code: 'unknown-epoch' });
    expect(attempt.seal(0, noon, 2).rejection).toEqual({ code: 'unknown-epoch' });
  });

  it('[ACK-7] of a page that lost the pen is late, in its own numbers', () => {
    const attempt = opened();
    attempt.append(1, [answer('q1', 'A')], noon);
    attempt.enter('page-2', noon);
    const { news } = attempt.append(1, [answer('q1', 'A'), answer('q1', 'D')], noon, 1);
    expect(news).toMatchObject([
      {
        kind: 'late',
        open: true,
        body: { epoch: 1, from: 2, why: 'older-epoch', entries: [{ value: 'D' }] },
      },
    ]);
    expect(attempt.attempt.answers.get('q1')?.value).toBe('A');
    expect(attempt.attempt.pens.map(({ through }) => through)).toEqual([2, 0]);
  });

  it('[TIM-6, ACK-8] counts up to and including deadline and grace, and is late after it', () => {
    const attempt = opened();
    expect(attempt.append(1, [answer('q1', 'A')], end + grace).news).toMatchObject([{ kind: 'answered' }]);
    expect(attempt.append(2, [answer('q1', 'B')], end + grace + 1).news).toMatchObject([
      { kind: 'late', open: true, body: { from: 2, why: 'past-deadline' } },
    ]);
    expect(attempt.append(3, [answer('q1', 'C')], end + grace + 6 * second).news).toMatchObject([
      { kind: 'sealed', open: false, body: { reason: 'expired', epoch: 1, through: 2 } },
      { kind: 'late', open: false, body: { from: 3, why: 'past-deadline' } },
    ]);
    expect(attempt.attempt.answers.get('q1')?.value).toBe('A');
  });

  it('[TIM-6, TIM-14] counts what came in time and was held up, whatever is asked elsewhere meanwhile', () => {
    const attempt = opened();
    const after = end + grace + 6 * second - 1;
    expect(attempt.look(after)).toEqual({ news: [] });
    expect(attempt.enter('page-1', after)).toEqual({ news: [] });
    expect(attempt.seal(1, after).rejection).toEqual({ code: 'missing-entries', from: 1, to: 1 });
    expect(attempt.append(1, [answer('q1', 'A')], end + grace).news).toMatchObject([{ kind: 'answered' }]);
    expect(attempt.seal(1, after).news).toMatchObject([{ kind: 'sealed', body: { through: 1 } }]);
  });

  it('[ACK-8] is late after the seal, even when it comes in time', () => {
    const attempt = opened();
    attempt.seal(0, noon + minute);
    const { news } = attempt.append(1, [answer('q1', 'A')], noon + 2 * minute);
    expect(news).toMatchObject([{ kind: 'late', open: false, body: { why: 'sealed' } }]);
  });

  it('[ACK-8] counts within the grace of a pause, and is late after it', () => {
    const attempt = opened();
    attempt.issue(pause, noon + minute);
    expect(attempt.append(1, [answer('q1', 'A')], noon + minute + grace).news).toMatchObject([
      { kind: 'answered' },
    ]);
    expect(attempt.append(2, [answer('q1', 'B')], noon + minute + grace + 1).news).toMatchObject([
      { kind: 'late', open: true, body: { why: 'paused' } },
    ]);
    attempt.issue(resume, noon + 10 * minute);
    expect(attempt.append(3, [answer('q1', 'C')], noon + 10 * minute).news).toMatchObject([
      { kind: 'answered' },
    ]);
  });

  it('[TIM-6, ACK-8] a pause after the end brings no time back', () => {
    const attempt = opened();
    attempt.issue(pause, end + grace + second);
    expect(attempt.append(1, [answer('q1', 'A')], end + grace + 2 * second).news).toMatchObject([
      { kind: 'late', body: { why: 'past-deadline' } },
    ]);
    attempt.issue(resume, end + minute);
    expect(attempt.append(2, [answer('q1', 'B')], end + minute).news).toMatchObject([
      { kind: 'late', body: { why: 'past-deadline' } },
    ]);
  });

  it('[ACK-9] keeps no more late entries than the exam allows', () => {
    const attempt = opened({ maxLateEntries: 3 });
    attempt.seal(0, noon);
    attempt.append(1, [answer('q1', 'A'), answer('q1', 'B')], noon);
    const tooMany = [answer('q1', 'C'), answer('q1', 'D')];
    expect(attempt.append(3, tooMany, noon)).toEqual({ news: [], rejection: { code: 'late-limit' } });
    expect(attempt.append(3, tooMany.slice(0, 1), noon).news).toMatchObject([{ kind: 'late' }]);
    expect(attempt.append(4, tooMany, noon).rejection).toEqual({ code: 'late-limit' });
  });

  it('[ACK-14] writes no more frames than the exam allows, and handing in is still possible', () => {
    const attempt = opened({ maxFrames: 3 });
    attempt.append(1, [answer('q1', 'A')], noon);
    attempt.append(2, [answer('q1', 'B')], noon);
    expect(attempt.append(3, [answer('q1', 'C')], noon).rejection).toEqual({ code: 'frame-limit' });
    expect(attempt.seal(2, noon).news).toMatchObject([{ kind: 'sealed', seq: 4 }]);
  });

  it('[ACK-14, SEAL-3] does not wait for entries that a full attempt can never take', () => {
    const attempt = opened({ maxFrames: 2 });
    attempt.append(1, [answer('q1', 'A')], noon);
    expect(attempt.append(2, [answer('q1', 'B')], noon).rejection).toEqual({ code: 'frame-limit' });
    expect(attempt.seal(2, noon).news).toMatchObject([{ kind: 'sealed' }]);
  });

  it('[ACK-9, SEAL-5] gives the receipt also when the late entries before it are too many to keep', () => {
    const attempt = opened({ maxLateEntries: 1 });
    attempt.seal(0, noon);
    const two = [answer('q1', 'A'), answer('q1', 'B')];
    expect(attempt.append(1, two, noon).rejection).toEqual({ code: 'late-limit' });
    expect(attempt.seal(2, noon)).toEqual({ news: [] });
    expect(attempt.seal(1, noon).rejection).toMatchObject({ code: 'missing-entries' });
  });

  it('[ACK-14] lets a page that comes back to a full attempt hand in, but not come back without end', () => {
    const attempt = opened({ maxFrames: 2 });
    attempt.append(1, [answer('q1', 'A')], noon);
    for (let page = 2; page <= 101; page += 1) {
      expect(attempt.enter(`page-${page}`, noon).news).toHaveLength(1);
    }
    expect(attempt.enter('page-102', noon).rejection).toEqual({ code: 'frame-limit' });
    expect(attempt.append(1, [answer('q1', 'C')], noon, 101).rejection).toEqual({ code: 'frame-limit' });
    expect(attempt.seal(0, noon, 101).news).toMatchObject([{ kind: 'sealed' }]);
  });

  it('[ACK-5] keeps a long answer that was refused only cut, and judges the cut one the same', () => {
    const attempt = opened();
    const long = answer('q1', { text: 'x'.repeat(1_000) });
    const [frame] = attempt.append(1, [long, answer('q1', 'A')], noon).news;
    expect(frame).toMatchObject({
      kind: 'answered',
      body: {
        entries: [{ kind: 'answer', questionId: 'q1', value: 0 }, { value: 'A' }],
        refused: [{ n: 1, code: 'invalid-value' }],
      },
    });
  });
});

describe('locked sections', () => {
  const content = paper({
    sections: [10, 20, 30].map((minutes, index) =>
      section(`s${index + 1}`, [single(`q${index + 1}`)], { durationMs: minutes * minute }),
    ),
  });
  const locked = { ...hour, navigation: 'locked' } as const;
  const enter = (sectionId: string): Entry => ({ kind: 'section', sectionId, at: noon });
  const refusals = (attempt: PureAttempt, from: number, entries: readonly Entry[], at: number) => {
    const [frame] = attempt.append(from, entries, at).news;
    return frame?.kind === 'answered' ? frame.body.refused.map(({ n, code }) => `${n} ${code}`) : frame?.kind;
  };
  const three = ['q1', 'q2', 'q3'].map((id) => answer(id, 'A'));

  it('[TIM-10, TIM-12] take answers only in their own time and its grace', () => {
    const attempt = opened(locked, content);
    expect(refusals(attempt, 1, three, noon)).toEqual(['2 section-not-open', '3 section-not-open']);
    expect(refusals(attempt, 4, three, noon + 10 * minute)).toEqual(['6 section-not-open']);
    expect(refusals(attempt, 7, three, noon + 10 * minute + grace + 1)).toEqual([
      '7 section-not-open',
      '9 section-not-open',
    ]);
  });

  it('[TIM-9, TIM-11] the next one may be entered early, once and for good', () => {
    const attempt = opened(locked, content);
    const entries = [
      enter('s3'),
      enter('s1'),
      enter('s2'),
      answer('q2', 'B'),
      answer('q1', 'B'),
      enter('s1'),
    ];
    expect(refusals(attempt, 1, entries, noon + 4 * minute)).toEqual([
      '1 section-not-open',
      '5 section-not-open',
      '6 section-not-open',
    ]);
    expect(attempt.attempt).toMatchObject({ deadlineVersion: 2, schedule: { deadlineAt: end - 6 * minute } });
  });

  it('[TIM-11] an early entry that arrived while a pause began stays final after it', () => {
    const attempt = opened(locked, content);
    attempt.issue(pause, noon + 4 * minute);
    expect(refusals(attempt, 1, [enter('s2')], noon + 4 * minute + second)).toEqual([]);
    attempt.issue(resume, noon + 9 * minute);
    expect(refusals(attempt, 2, [answer('q1', 'A')], noon + 9 * minute)).toEqual(['2 section-not-open']);
    expect(refusals(attempt, 3, [answer('q2', 'A')], noon + 9 * minute)).toEqual([]);
  });

  it('[TIM-10, TIM-11] on a common clock nobody goes on early', () => {
    const attempt = opened({ ...locked, clock: 'common', closesAt: end }, content);
    expect(refusals(attempt, 1, [enter('s2'), enter('s1')], noon + minute)).toEqual(['1 section-not-open']);
  });
});

describe('handing in', () => {
  it('[SEAL-3] names the entries of this page that are missing, and seals nothing', () => {
    const attempt = opened();
    attempt.append(1, [answer('q1', 'A')], noon);
    expect(attempt.seal(4, noon)).toEqual({
      news: [],
      rejection: { code: 'missing-entries', from: 2, to: 4 },
    });
    expect(attempt.seal(1, noon).news).toMatchObject([
      { kind: 'sealed', open: false, body: { reason: 'submitted', epoch: 1, through: 1 } },
    ]);
  });

  it('[SEAL-2] covers what was acknowledged beyond the number it names', () => {
    const attempt = opened();
    attempt.append(1, [answer('q1', 'A'), answer('q2', 'B')], noon);
    expect(attempt.seal(0, noon).news).toMatchObject([{ kind: 'sealed', body: { through: 2 } }]);
  });

  it('[SEAL-1, SEAL-4] writes nothing the second time', () => {
    const attempt = opened();
    attempt.seal(0, noon);
    expect(attempt.seal(0, noon + minute)).toEqual({ news: [] });
    expect(attempt.sweep(end + minute)).toEqual({ news: [] });
  });

  it('[SEAL-3, SEAL-5] after the end has the server seal, as soon as its own entries are there', () => {
    const attempt = opened();
    const late = end + grace + 1;
    expect(attempt.seal(1, late)).toEqual({
      news: [],
      rejection: { code: 'missing-entries', from: 1, to: 1 },
    });
    attempt.append(1, [answer('q1', 'A')], late);
    expect(attempt.seal(1, late).news).toMatchObject([{ kind: 'sealed', body: { reason: 'expired' } }]);
    expect(attempt.seal(1, late)).toEqual({ news: [] });
  });

  it('[SEAL-5] finds the seal of the server, when that was due', () => {
    const due = end + grace + 6 * second;
    expect(opened().seal(1, due)).toMatchObject({
      news: [{ kind: 'sealed', body: { reason: 'expired' } }],
      rejection: { code: 'missing-entries', from: 1, to: 1 },
    });
  });

  it('[ACK-12] is not for a page that has lost the pen', () => {
    const attempt = opened();
    attempt.enter('page-2', noon);
    expect(attempt.seal(0, noon, 1)).toEqual({ news: [], rejection: { code: 'superseded' } });
    attempt.seal(0, noon, 2);
    expect(attempt.seal(0, noon, 1)).toEqual({ news: [] });
  });
});

describe('the seal of the server', () => {
  it('[TIM-14, SEAL-8] comes after deadline, grace and 6 s', () => {
    const attempt = opened();
    expect(attempt.sweep(end + grace + 6 * second - 1)).toEqual({ news: [] });
    expect(attempt.sweep(end + grace + 6 * second).news).toMatchObject([
      { kind: 'sealed', body: { reason: 'expired' } },
    ]);
  });

  it('[TIM-14] waits for a paused attempt until the window ends, or its own deadline if that is later', () => {
    const attempt = opened();
    attempt.issue(pause, noon + minute);
    const windowEnd = noon + 240 * minute;
    expect(dueAt(attempt)).toBe(windowEnd + grace + 6 * second);
    attempt.issue(extend(300 * minute), noon + 2 * minute);
    expect(dueAt(attempt)).toBe(end + 300 * minute + grace + 6 * second);
  });

  it('[TIM-16] follows an order after its grace, and what arrives later than that is late', () => {
    const attempt = opened();
    attempt.issue(forceSubmit, noon + minute);
    expect(attempt.append(1, [answer('q1', 'A')], noon + minute + grace).news).toMatchObject([
      { kind: 'answered' },
    ]);
    expect(attempt.sweep(noon + minute + grace + 6 * second - 1)).toEqual({ news: [] });
    expect(attempt.append(2, [answer('q1', 'B')], noon + minute + grace + 1).news).toMatchObject([
      { kind: 'late', body: { why: 'sealed' } },
    ]);
    expect(attempt.sweep(noon + minute + grace + 6 * second).news).toMatchObject([
      { kind: 'sealed', body: { reason: 'forced' } },
    ]);
  });

  it('[TIM-16] an order repeated does not lengthen the time that is left', () => {
    const attempt = opened();
    attempt.issue(forceSubmit, noon + minute);
    attempt.issue(terminate, noon + minute + grace);
    attempt.issue(forceSubmit, noon + minute + 2 * grace);
    expect(attempt.append(1, [answer('q1', 'A')], noon + minute + grace + 1).news).toMatchObject([
      { kind: 'late' },
    ]);
    expect(attempt.sweep(noon + minute + grace + 6 * second).news).toMatchObject([
      { kind: 'sealed', body: { reason: 'terminated' } },
    ]);
  });

  it('[TIM-16, TIM-14] carries out an order on a paused attempt', () => {
    const attempt = opened();
    attempt.issue(pause, noon + minute);
    attempt.issue(terminate, noon + 2 * minute);
    expect(attempt.sweep(noon + 2 * minute + grace + 6 * second).news).toMatchObject([
      { kind: 'sealed', body: { reason: 'terminated' } },
    ]);
  });

  it('[SEAL-9] a reopening takes back an order that is not carried out yet', () => {
    const attempt = opened();
    attempt.issue(terminate, noon + minute);
    attempt.issue(reopen(0), noon + minute + second);
    expect(attempt.sweep(noon + 2 * minute)).toEqual({ news: [] });
    expect(attempt.append(1, [answer('q1', 'A')], noon + 3 * minute).news).toMatchObject([
      { kind: 'answered' },
    ]);
  });
});

describe('[SEAL-9] reopening', () => {
  it('gives time from the moment it is carried out', () => {
    const attempt = opened();
    attempt.sweep(end + minute);
    attempt.issue(reopen(10 * minute), end + 2 * minute);
    expect(attempt.sweep(end + 3 * minute).news).toMatchObject([
      { kind: 'reopened', open: true, body: { commandId: 'command-1', deadlineAt: end + 13 * minute } },
    ]);
    expect(attempt.attempt).toMatchObject({ status: 'open', deadlineVersion: 2 });
    expect(attempt.append(1, [answer('q1', 'A')], end + 4 * minute).news).toMatchObject([
      { kind: 'answered' },
    ]);
    expect(attempt.seal(1, end + 5 * minute).news).toMatchObject([{ kind: 'sealed' }]);
  });

  it('[TIM-8] never takes away time that the candidate still had', () => {
    const attempt = opened();
    attempt.seal(0, noon + minute);
    attempt.issue(reopen(10 * minute), noon + 2 * minute);
    attempt.sweep(noon + 2 * minute);
    expect(attempt.attempt.schedule.deadlineAt).toBe(end);
  });

  it('[TIM-16] is taken back by an order that comes before it is carried out', () => {
    const attempt = opened();
    attempt.seal(0, noon + minute);
    attempt.issue(reopen(10 * minute), noon + 2 * minute);
    attempt.issue(terminate, noon + 2 * minute + second);
    expect(attempt.sweep(noon + 3 * minute)).toEqual({ news: [] });
    expect(attempt.attempt.status).toBe('sealed');
  });
});

describe('judging late entries', () => {
  const judge = (attempt: PureAttempt, lateSeq: number, admitted: readonly number[]) =>
    attempt.run({ type: 'judge', lateSeq, admitted, actor: 'proctor-1', reason, now: end + minute });

  it('[ACK-15] makes an admitted answer count, and only that', () => {
    const attempt = opened();
    attempt.seal(0, noon);
    attempt.append(1, [answer('q1', 'A'), answer('q2', 'B')], noon + second);
    expect(attempt.attempt.answers.size).toBe(0);
    expect(judge(attempt, 3, [2]).news).toMatchObject([
      { kind: 'adjudicated', open: false, body: { lateSeq: 3, admitted: [2] } },
    ]);
    expect([...attempt.attempt.answers]).toMatchObject([['q2', { value: 'B' }]]);
  });

  it('[CMD-27] judges nothing when the frame has no entry of a number', () => {
    const attempt = opened();
    attempt.seal(0, noon);
    attempt.append(1, [answer('q1', 'A'), answer('q2', 'B')], noon + second);
    const numbers = [0, 3];
    expect(judge(attempt, 3, [2, ...numbers]).rejection).toEqual({ code: 'no-such-entry', numbers });
    expect(judge(attempt, 3, [2]).news).toHaveLength(1);
  });

  it('[ACK-15] happens once for each late frame', () => {
    const attempt = opened();
    attempt.enter('page-2', noon);
    attempt.append(1, [answer('q1', 'A')], noon, 1);
    expect(judge(attempt, 3, []).news).toHaveLength(1);
    expect(judge(attempt, 3, [])).toEqual({ news: [] });
    expect(judge(attempt, 3, [1]).rejection).toEqual({ code: 'already-judged' });
    expect(judge(attempt, 2, [1]).rejection).toEqual({ code: 'not-found' });
    expect(attempt.attempt.answers.size).toBe(0);
  });

  it('[ACK-15] admits no answer to a question that this candidate was not given, and none that does not fit', () => {
    const questions = [single('q1'), single('q2')];
    const pools = [{ ...eachAlone(questions), draw: 1 }];
    const attempt = opened({}, paper({ sections: [section('s1', questions, { pools })] }));
    attempt.seal(0, noon);
    attempt.append(1, [answer('q1', 'A'), answer('q2', 'A'), answer('q1', 'Z'), answer('q2', 'Z')], noon);
    judge(attempt, 3, [1, 2, 3, 4]);
    expect([...attempt.attempt.answers.keys()]).toEqual([...(attempt.attempt.drawn ?? [])]);
    expect(attempt.frames.at(-1)?.body).toMatchObject({ admitted: [expect.any(Number)] });
  });
});
