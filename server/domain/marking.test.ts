import { describe, expect, it } from 'vitest';
import { allOrNothing, matrix, multiple, numerical, single } from '../test/paperBuilders.ts';
import type { AnswerValue } from './answers.ts';
import type { MarkingRule, Question } from './content.ts';
import { formatFraction } from './fraction.ts';
import type { QuestionKey } from './key.ts';
import { fullMarks, markAnswer, markingRule } from './marking.ts';

const mark = (rule: MarkingRule, key: QuestionKey, value: AnswerValue) => {
  const { outcome, marks } = markAnswer(rule, key, value);
  return `${outcome} ${formatFraction(marks)}`;
};

describe('[SCO-3] one or more correct, as JEE Advanced marks it', () => {
  const rule: MarkingRule = { rule: 'partial-subset', correct: '4', perOption: '1', wrong: '-2' };

  it.each([
    // The example of the brochure: A, C and D are right.
    ['ACD', 'ACD', 'correct 4'],
    ['ACD', 'DCA', 'correct 4'],
    ['ACD', 'AC', 'partial 2'],
    ['ACD', 'AD', 'partial 2'],
    ['ACD', 'CD', 'partial 2'],
    ['ACD', 'A', 'partial 1'],
    ['ACD', 'D', 'partial 1'],
    ['ACD', '', 'unanswered 0'],
    ['ACD', 'B', 'wrong -2'],
    ['ACD', 'AB', 'wrong -2'],
    ['ACD', 'ABCD', 'wrong -2'],
    ['ABCD', 'ABC', 'partial 3'],
    ['ABCD', 'ABCD', 'correct 4'],
    ['AB', 'A', 'partial 1'],
    ['A', 'A', 'correct 4'],
    ['A', 'AB', 'wrong -2'],
  ])('with %s right, %s is %s', (key, chosen, expected) => {
    expect(mark(rule, { type: 'multiple', options: [...key] }, [...chosen])).toBe(expected);
  });
});

describe('[SCO-2] all or nothing', () => {
  const rule = allOrNothing('4', '-1');

  it.each([
    ['ACD', 'correct 4'],
    ['AC', 'wrong -1'],
    ['ABCD', 'wrong -1'],
    ['', 'unanswered 0'],
  ])('with A, C and D right, %s is %s', (chosen, expected) => {
    expect(mark(rule, { type: 'multiple', options: ['A', 'C', 'D'] }, [...chosen])).toBe(expected);
  });

  it('marks a grid as a whole: one row that is not right makes it wrong', () => {
    const key: QuestionKey = { type: 'matrix', rows: { r1: ['p'], r2: ['q'] } };
    expect(mark(rule, key, { r1: ['p'], r2: ['q'] })).toBe('correct 4');
    expect(mark(rule, key, { r1: ['p'], r2: ['r'] })).toBe('wrong -1');
    expect(mark(rule, key, { r1: ['p'] })).toBe('wrong -1');
  });
});

describe('[SCO-5] row by row', () => {
  const rule: MarkingRule = { rule: 'per-row', perRow: '2', wrongRow: '-1/2' };
  const key: QuestionKey = { type: 'matrix', rows: { r1: ['p', 's'], r2: ['q'], r3: ['r'] } };

  it.each<[AnswerValue, string]>([
    [{ r1: ['s', 'p'], r2: ['q'], r3: ['r'] }, 'correct 6'],
    [{ r1: ['p', 's'], r2: ['q'] }, 'partial 4'],
    [{ r1: ['p', 's'], r2: ['r'], r3: [] }, 'partial 3/2'],
    [{ r1: ['p'], r2: ['q'] }, 'partial 3/2'],
    [{ r1: ['p'], r2: ['q', 'r'], r3: ['s'] }, 'wrong -3/2'],
    [{ r2: [] }, 'unanswered 0'],
  ])('%j is %s', (given, expected) => {
    expect(mark(rule, key, given)).toBe(expected);
  });

  it('is full with every row', () => {
    expect(formatFraction(fullMarks(rule, matrix('q')))).toBe('6');
  });
});

describe('[SCO-7] no answer', () => {
  it.each<[QuestionKey, AnswerValue]>([
    [{ type: 'single', option: 'A' }, null],
    [{ type: 'multiple', options: ['A'] }, []],
    [{ type: 'matrix', rows: { r1: ['p'] } }, { r1: [] }],
    [{ type: 'short-text', accept: ['x'], caseSensitive: false }, '  '],
    [{ type: 'true-false', value: false }, null],
  ])('to %j by %j has no marks and no penalty', (key, value) => {
    expect(mark(allOrNothing('4', '-1'), key, value)).toBe('unanswered 0');
  });
});

describe('[SCO-14] the rule for a question', () => {
  const rules = ['1', '2', '3'].map((correct) => allOrNothing(correct, '0'));
  const [whole, forType, own] = rules as [MarkingRule, MarkingRule, MarkingRule];
  const marking = { default: whole, byType: { numerical: forType }, byQuestion: { q7: own } };

  it.each<[Question, MarkingRule]>([
    [single('q1'), whole],
    [numerical('q2'), forType],
    [numerical('q7'), own],
    [single('constructor'), whole],
  ])('%j is its own, else that of its type, else that of its section', (question, expected) => {
    expect(markingRule(marking, question)).toBe(expected);
  });
});

describe('[SCO-15] a rule that cannot mark the type', () => {
  it('is an error, not a score', () => {
    const subset: MarkingRule = { rule: 'partial-subset', correct: '4', perOption: '1', wrong: '-2' };
    const rows: MarkingRule = { rule: 'per-row', perRow: '2', wrongRow: '0' };
    expect(() => markAnswer(subset, { type: 'single', option: 'A' }, 'A')).toThrow(
      'the marking rule partial-subset cannot mark a question of type single',
    );
    expect(() => markAnswer(rows, { type: 'multiple', options: ['A'] }, ['A'])).toThrow(
      'the marking rule per-row cannot mark a question of type multiple',
    );
  });

  it('gives a question without rows no full marks by rows', () => {
    const rows: MarkingRule = { rule: 'per-row', perRow: '2', wrongRow: '0' };
    expect(formatFraction(fullMarks(rows, multiple('q')))).toBe('0');
  });
});
