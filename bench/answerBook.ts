import { plausibleAnswer } from '../client/session/cli/plausibleAnswer.ts';
import type { WireQuestion } from '../server/protocol/candidate.ts';

/** The questions of the exam with some answers of the right form to each, as JSON text in ASCII. */
export interface AnswerBook {
  readonly questions: readonly { readonly id: string; readonly values: readonly string[] }[];
}

const valuesPerQuestion = 8;

export function answerBook(questions: readonly WireQuestion[], random: () => number): AnswerBook {
  return {
    questions: questions.map((question) => ({
      id: question.id,
      values: Array.from({ length: valuesPerQuestion }, () => asciiJson(plausibleAnswer(question, random))),
    })),
  };
}

/** JSON whose strings are escaped down to ASCII. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The text of an answer as it is sent. */
export function answerText(
  book: AnswerBook,
  question: number,
  value: number,
  marked: boolean,
  at: number,
): string {
  const { id, values } = questionOf(book, question);
  return `{"kind":"answer","questionId":"${id}","value":${values[value]},"marked":${marked},"at":${at}}`;
}

export function visitText(book: AnswerBook, question: number, ms: number, at: number): string {
  return `{"kind":"visited","questionId":"${questionOf(book, question).id}","ms":${ms},"at":${at}}`;
}

function questionOf({ questions }: AnswerBook, index: number): AnswerBook['questions'][number] {
  const question = questions[index];
  if (question === undefined) throw new Error(`The answer book has no question ${index}.`);
  return question;
}
