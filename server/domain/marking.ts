import { type AnswerValue, isAnswered, isGrid, isList } from './answers.ts';
import type { Marking, MarkingRule, Question } from './content.ts';
import { add, type Fraction, multiply, parseFraction, whole, ZERO } from './fraction.ts';
import type { QuestionKey } from './key.ts';
import { isRowRight, matchesKey } from './matching.ts';
import { own } from './own.ts';

export interface Mark {
  readonly outcome: 'correct' | 'partial' | 'wrong' | 'unanswered';
  readonly marks: Fraction;
}

type PartialSubset = Extract<MarkingRule, { rule: 'partial-subset' }>;
type PerRow = Extract<MarkingRule, { rule: 'per-row' }>;

const UNANSWERED: Mark = { outcome: 'unanswered', marks: ZERO };

/** The rule for one question: its own, else that of its type, else the section's. */
export function markingRule(marking: Marking, question: Question): MarkingRule {
  return own(marking.byQuestion ?? {}, question.id) ?? marking.byType?.[question.type] ?? marking.default;
}

/** Whether a rule can mark questions of this type: only a list of options has subsets, only a grid has rows. */
export function suits(rule: MarkingRule, question: Question): boolean {
  switch (rule.rule) {
    case 'all-or-nothing':
      return true;
    case 'partial-subset':
      return question.type === 'multiple';
    case 'per-row':
      return question.type === 'matrix';
  }
}

/** Marks for a fully right answer. */
export function fullMarks(rule: MarkingRule, question: Question): Fraction {
  if (rule.rule !== 'per-row') return parseFraction(rule.correct);
  const rows = question.type === 'matrix' ? question.rows.length : 0;
  return multiply(whole(rows), parseFraction(rule.perRow));
}

/**
 * Marks one answer against one key. No answer is 0 under every rule; penalties are negative numbers of the rule.
 * @throws Error when the rule does not suit the question's type, which publication refuses.
 */
export function markAnswer(rule: MarkingRule, key: QuestionKey, value: AnswerValue): Mark {
  if (!isAnswered(value)) return UNANSWERED;
  switch (rule.rule) {
    case 'all-or-nothing':
      return matchesKey(key, value) ? right(rule.correct) : wrong(rule.wrong);
    case 'partial-subset':
      return markSubset(rule, key, value);
    case 'per-row':
      return markRows(rule, key, value);
  }
}

/**
 * JEE (Advanced), "one or more correct": with K the key and S what was chosen, S = K gives `correct` (+4), a
 * non-empty proper subset of K gives `perOption` for each option of S (+1 each), any option outside K gives `wrong` (−2).
 * Source: marking scheme of the JEE (Advanced) information brochure.
 */
function markSubset(rule: PartialSubset, key: QuestionKey, value: AnswerValue): Mark {
  if (key.type !== 'multiple' || !isList(value)) throw unsuited(rule, key);
  if (value.some((id) => !key.options.includes(id))) return wrong(rule.wrong);
  if (value.length === key.options.length) return right(rule.correct);
  return { outcome: 'partial', marks: multiply(whole(value.length), parseFraction(rule.perOption)) };
}

/** Matrix grid: each row stands for itself, and a row without a mark is neither right nor wrong. */
function markRows(rule: PerRow, key: QuestionKey, value: AnswerValue): Mark {
  if (key.type !== 'matrix' || !isGrid(value)) throw unsuited(rule, key);
  const rowIds = Object.keys(key.rows);
  const answered = rowIds.filter((rowId) => (own(value, rowId) ?? []).length > 0);
  const rightRows = answered.filter((rowId) => isRowRight(key.rows, value, rowId)).length;
  const marks = add(
    multiply(whole(rightRows), parseFraction(rule.perRow)),
    multiply(whole(answered.length - rightRows), parseFraction(rule.wrongRow)),
  );
  if (rightRows === rowIds.length) return { outcome: 'correct', marks };
  return { outcome: rightRows > 0 ? 'partial' : 'wrong', marks };
}

function right(marks: string): Mark {
  return { outcome: 'correct', marks: parseFraction(marks) };
}

function wrong(marks: string): Mark {
  return { outcome: 'wrong', marks: parseFraction(marks) };
}

function unsuited(rule: MarkingRule, key: QuestionKey): Error {
  return new Error(`the marking rule ${rule.rule} cannot mark a question of type ${key.type}`);
}
