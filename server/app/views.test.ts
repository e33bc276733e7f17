import { expect, it } from 'vitest';
import type { MarkingRule } from '../domain/content.ts';
import { multiple, section } from '../test/paperBuilders.ts';
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
  const seen = questionView(question, { ...section('s1', [question]), marking: { default: rule } }, undefined, []);
  expect(seen.marks).toEqual(marks);
});
