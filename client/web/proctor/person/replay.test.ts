import { describe, expect, it } from 'vitest';
import type { TimelineFrame } from '../../../../server/protocol/staff.ts';
import { answeredIn, entriesOf, replay, valueText } from './replay.ts';

const frame = (seq: number, kind: string, body: Record<string, unknown>): TimelineFrame => ({
  seq,
  kind,
  at: 1_790_000_000_000 + seq,
  examSeq: 0,
  body,
});
const answer = (questionId: string, value: unknown, marked = false) => ({
  kind: 'answer',
  questionId,
  value,
  marked,
  at: 1,
});

const frames = [
  frame(1, 'opened', { seed: 'ab' }),
  frame(2, 'answered', {
    epoch: 1,
    from: 1,
    entries: [answer('q1', 'a'), answer('q2', '7', true)],
    refused: [],
  }),
  frame(3, 'answered', {
    epoch: 1,
    from: 3,
    entries: [answer('q1', null), answer('q3', 'x'), { kind: 'confirmed', commandId: 'c', at: 1 }],
    refused: [{ n: 4, code: 'unknown-option' }],
  }),
  frame(4, 'sealed', { reason: 'submitted' }),
  frame(5, 'late', {
    epoch: 1,
    from: 6,
    entries: [answer('q4', ['a', 'b']), answer('q5', true)],
    why: 'sealed',
  }),
  frame(6, 'adjudicated', { lateSeq: 5, admitted: [6], actor: 'p', reason: 'Power cut' }),
];
const at = (count: number) => Object.fromEntries(replay(frames, count));

describe('[WEB-47] the replay of an attempt', () => {
  it('[WEB-47] shows each moment as it was, without what was refused', () => {
    expect(at(1)).toEqual({});
    expect(at(2)).toEqual({
      q1: { isAnswered: true, isMarked: false },
      q2: { isAnswered: true, isMarked: true },
    });
    expect(at(3)).toMatchObject({ q1: { isAnswered: false } });
    expect(at(3)).not.toHaveProperty('q3');
    expect(answeredIn(replay(frames, 3))).toBe(1);
  });

  it('[WEB-47] counts a late answer from the moment it was admitted, and no other', () => {
    expect(at(5)).not.toHaveProperty('q4');
    expect(at(6)).toHaveProperty('q4');
    expect(at(6)).not.toHaveProperty('q5');
  });

  it('[WEB-47] numbers entries as the candidate’s page did', () => {
    expect(entriesOf(frames[4]!).map(({ n }) => n)).toEqual([6, 7]);
    expect(entriesOf(frames[2]!).map(({ isRefused }) => isRefused)).toEqual([false, true, false]);
    expect(entriesOf(frames[0]!)).toEqual([]);
  });

  it('[WEB-47] shows any answer as text', () => {
    expect([['a', 'b'], true, '7', { r1: ['c1', 'c2'] }].map(valueText)).toEqual([
      'a, b',
      'true',
      '7',
      'r1 → c1, c2',
    ]);
  });
});
