import { describe, expect, it } from 'vitest';
import { answer, contextFor, minute, noon, PureAttempt, second } from '../test/pureAttempt.ts';
import { placeOf, waitingAnswers } from './attempt.ts';
import { type CommandContent, extensionsIn, originOf, reachedFrom, type Scope } from './command.ts';
import type { Entry } from './entry.ts';

const reason = 'as decided';
const home = { candidateId: 'candidate-1', districtId: 490, centreId: 'centre-1' };
const me: Scope = { kind: 'candidates', candidateIds: ['candidate-1'] };
const centre = (n: number): Scope => ({ kind: 'centre', centreId: `centre-${n}` });
const extend = (minutes: number): CommandContent => ({
  kind: 'extend',
  body: { ms: minutes * minute, reason },
});
const confirm = (commandId: string): Entry => ({ kind: 'confirmed', commandId, at: noon });

/** From centre 1 of Pune to centre 2 of Nagpur, or back. */
function move(from: 1 | 2): CommandContent {
  const places = {
    1: { districtId: 490, centreId: 'centre-1' },
    2: { districtId: 484, centreId: 'centre-2' },
  } as const;
  const to = from === 1 ? 2 : 1;
  return { kind: 'move-centre', body: { ...places[to], from: places[from], reason } };
}

function opened(): PureAttempt {
  const attempt = new PureAttempt(contextFor({ durationMs: 60 * minute }));
  attempt.open();
  return attempt;
}

describe('[CMD-12] where a candidate is', () => {
  it('follows the moves, and decides what reaches them', () => {
    const attempt = opened();
    attempt.issue(extend(1), noon, centre(1));
    attempt.issue(move(1), noon, me);
    attempt.issue(extend(2), noon, centre(1));
    attempt.issue(extend(4), noon, centre(2));
    attempt.issue(extend(8), noon, { kind: 'district', districtId: 484 });
    attempt.issue(move(2), noon, me);
    attempt.issue(extend(16), noon, centre(2));
    attempt.issue(extend(32), noon, centre(1));
    expect(attempt.attempt.schedule.deadlineAt).toBe(noon + (60 + 1 + 4 + 8 + 32) * minute);
    expect(placeOf(attempt.state, attempt.context)).toEqual(home);
    expect(reachedFrom(home, attempt.commands).map(({ seq }) => seq)).toEqual([1, 2, 4, 5, 6, 8]);
    expect(extensionsIn(home, attempt.commands)).toBe(45 * minute);
  });

  it('is followed in every status', () => {
    const sealed = opened();
    sealed.seal(0, noon + minute);
    const paused = opened();
    paused.issue({ kind: 'pause', body: { reason } }, noon, me);
    for (const attempt of [new PureAttempt(contextFor()), opened(), paused, sealed]) {
      attempt.issue(move(1), noon + minute, me);
      expect(placeOf(attempt.state, attempt.context)).toMatchObject({
        districtId: 484,
        centreId: 'centre-2',
      });
    }
  });

  it('began where their first move says, whatever their seat says now', () => {
    const { commands } = opened();
    expect(originOf(commands, home)).toBe(home);
    const attempt = opened();
    attempt.issue(move(1), noon, { kind: 'candidates', candidateIds: ['candidate-2'] });
    attempt.issue(move(1), noon, me);
    attempt.issue(move(2), noon, me);
    const now = { candidateId: 'candidate-1', districtId: 484, centreId: 'centre-2' };
    expect(originOf(attempt.commands, now)).toEqual(home);
    expect(originOf(attempt.commands, { ...now, candidateId: 'candidate-3' }).centreId).toBe('centre-2');
  });
});

describe('[CMD-15] what a page has shown', () => {
  const pause: CommandContent = { kind: 'pause', body: { reason } };

  it('is known by the place of the command in the exam’s log, once', () => {
    const attempt = opened();
    attempt.issue(extend(1), noon);
    attempt.issue(pause, noon, centre(2));
    attempt.issue({ kind: 'announce', body: { text: { en: 'Ten minutes left.' } } }, noon);
    attempt.append(1, [confirm('command-3'), confirm('command-1'), confirm('command-3')], noon);
    attempt.append(4, [confirm('command-1')], noon);
    expect(attempt.attempt).toMatchObject({ confirmed: [3, 1], confirmedEarly: [] });
    expect(attempt.attempt.shown.map(({ seq }) => seq)).toEqual([1, 3]);
  });

  it('counts also when it is told in a pause, after the end, and by an older page', () => {
    const attempt = opened();
    attempt.enter('page-2', noon);
    attempt.issue(pause, noon);
    attempt.append(1, [confirm('command-1')], noon + minute, 1);
    attempt.issue(extend(1), noon + minute);
    attempt.append(1, [confirm('command-2')], noon + 2 * minute, 2);
    attempt.seal(1, noon + 2 * minute, 2);
    attempt.append(2, [confirm('command-1')], noon + 3 * minute, 2);
    expect(attempt.attempt).toMatchObject({ status: 'sealed', confirmed: [1, 2] });
  });

  it('counts when the node that was told had not heard of the command', () => {
    const attempt = opened();
    attempt.append(1, [confirm('command-1'), confirm('command-9')], noon);
    expect(attempt.attempt).toMatchObject({ confirmed: [], confirmedEarly: ['command-1', 'command-9'] });
    attempt.issue(extend(1), noon);
    expect(attempt.attempt).toMatchObject({ confirmed: [1], confirmedEarly: ['command-9'] });
  });

  it('is kept of invented commands only so far', () => {
    const attempt = opened();
    attempt.append(
      1,
      Array.from({ length: 30 }, (_, n) => confirm(`invented-${n}`)),
      noon,
    );
    expect(attempt.attempt.confirmedEarly).toHaveLength(20);
  });

  it('holds what was issued before the opening', () => {
    const attempt = new PureAttempt(contextFor());
    attempt.issue({ kind: 'message', body: { text: { en: 'Welcome.' } } }, noon - second);
    attempt.issue({ kind: 'release-device', body: { reason } }, noon - second);
    attempt.open();
    attempt.append(1, [confirm('command-1'), confirm('command-2')], noon);
    expect(attempt.attempt.shown.map(({ seq }) => seq)).toEqual([1]);
    expect(attempt.attempt.confirmed).toEqual([1]);
  });
});

describe('[CMD-16] late answers that wait', () => {
  it('are the answers in frames that nobody has judged', () => {
    const attempt = opened();
    attempt.enter('page-2', noon);
    attempt.append(1, [answer('q1', 'A'), confirm('c'), answer('q1', 'B')], noon, 1);
    attempt.append(4, [confirm('d')], noon, 1);
    expect(waitingAnswers(attempt.attempt)).toBe(2);
    attempt.run({ type: 'judge', lateSeq: 3, admitted: [1], actor: 'p', reason, now: noon });
    expect(waitingAnswers(attempt.attempt)).toBe(0);
    expect(attempt.attempt.late.map(({ verdict }) => verdict)).toEqual([{ seq: 5, admitted: [1] }, null]);
  });
});
