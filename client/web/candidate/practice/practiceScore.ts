import { normaliseAnswer } from '../../../session/normalise.ts';
import { isSameValue } from '../../../session/sameValue.ts';
import { isAnswered } from '../sit/questionState.ts';
import type { PracticeQuestion } from './practicePaper.ts';

export type PracticeMark = 'right' | 'wrong' | 'unanswered';

/** Marks one practice question. Real exams are scored on the server, by rules and in fractions of their own. */
export function markPractice({ question, key }: PracticeQuestion, value: unknown): PracticeMark {
  if (!isAnswered(value)) return 'unanswered';
  const given = comparable(question.type, value);
  const isRight = key.some((right) => isSameValue(given, comparable(question.type, right)));
  return isRight ? 'right' : 'wrong';
}

/** One form for answers that mean the same: lists are sets, numbers have one spelling, texts no case and no padding. */
function comparable(type: PracticeQuestion['question']['type'], value: unknown): unknown {
  if (Array.isArray(value)) return value.toSorted();
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([row, columns]) => [row, comparable(type, columns)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (type === 'numerical') return Number(normaliseAnswer(type, value));
  if (type !== 'short-text') return value;
  return value.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase('en');
}
