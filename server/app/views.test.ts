import { expect, it } from 'vitest';
import type { MarkingRule, NumericalQuestion } from '../domain/content.ts';
import { multiple, numerical, section } from '../test/paperBuilders.ts';
import { questionView } from './views.ts';

it.each<[rule: MarkingRule, marks: object]>([
  [
    { rule: 'all-or-nothing', correct: '4', wrong: '-1' },
    { rule: 'all-or-nothing', correct: '4', wrong: '-1' },
  ],
  [
    { rule: 'partial-subset', correct: '4', perOption: '1', wrong: '-2' },
    { rule: 'partial-subset', correct: '4', perOption: '1', wrong: '-2' },
  ],
  [
    { rule: 'per-row', perRow: '2', wrongRow: '0' },
    { rule: 'per-row', correct: '2', wrong: '0' },
  ],
])('[WIRE-21] %o', (rule, marks) => {
  const question = multiple('q1');
  const seen = questionView(
    question,
    { ...section('s1', [question]), marking: { default: rule } },
    undefined,
    [],
  );
  expect(seen.marks).toEqual(marks);
});

it('[ANS-9] a number comes with the range that is asked for', () => {
  const view = (question: NumericalQuestion) =>
    questionView(question, section('s1', [question]), undefined, []);
  expect(view(numerical('q1', { range: { min: '0' } })).range).toEqual({ min: '0' });
  expect(view(numerical('q1'))).not.toHaveProperty('range');
});
