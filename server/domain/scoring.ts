import { type AnswerValue, isAnswered, validateAnswer } from './answers.ts';
import type { MarkingRule, Marks, PaperContent, PaperSection, Question } from './content.ts';
import { add, compare, type Fraction, formatFraction, ZERO } from './fraction.ts';
import type { KeyAction, PaperKey, QuestionKey } from './key.ts';
import { fullMarks, type Mark, markAnswer, markingRule } from './marking.ts';
import { own } from './own.ts';
import type { DrawnSection } from './paperOrder.ts';

/** `bonus`: full marks by an action on a faulty question. `dropped`: the question counts for nobody. */
export type Outcome = Mark['outcome'] | 'dropped' | 'bonus';

export interface QuestionScore {
  readonly questionId: string;
  readonly outcome: Outcome;
  /** Exact fraction, e.g. `4`, `-2/3`. */
  readonly marks: Marks;
}

export interface SectionScore {
  readonly sectionId: string;
  readonly total: Marks;
  readonly maximum: Marks;
}

export interface Score {
  readonly total: Marks;
  /** What a candidate with this draw could have reached; a dropped question is not in it. */
  readonly maximum: Marks;
  /** In paper order. */
  readonly perSection: readonly SectionScore[];
  /** In the candidate's order. */
  readonly perQuestion: readonly QuestionScore[];
}

/** Answers by question id, with or without what else is known of them: a mark for review changes no score. */
export type Answers = ReadonlyMap<string, { readonly value: unknown }>;

interface Marked {
  readonly questionId: string;
  readonly outcome: Outcome;
  readonly marks: Fraction;
  readonly maximum: Fraction;
}

/**
 * Scores what a candidate answered to the questions they were given. Exact: nothing is rounded. Answers to questions
 * that were not drawn are ignored, whatever they are.
 * @throws Error when paper, draw, answers and key do not belong together (a question without a key, an answer that
 * does not fit its question): publication and `validateAnswer` let none of that come to be.
 */
export function scoreAttempt(
  paper: PaperContent,
  drawn: readonly DrawnSection[],
  answers: Answers,
  key: PaperKey,
): Score {
  const sections = drawn.map(({ id, questionIds }) => ({
    sectionId: id,
    marked: markSection(sectionOf(paper, id), questionIds, answers, key),
  }));
  const all = sections.flatMap(({ marked }) => marked);
  return {
    ...totals(all),
    perSection: sections.map(({ sectionId, marked }) => ({ sectionId, ...totals(marked) })),
    perQuestion: all.map(({ questionId, outcome, marks }) => ({
      questionId,
      outcome,
      marks: formatFraction(marks),
    })),
  };
}

function markSection(
  section: PaperSection,
  questionIds: readonly string[],
  answers: Answers,
  key: PaperKey,
): Marked[] {
  const questions = new Map(section.questions.map((question) => [question.id, question]));
  return questionIds.map((questionId) => {
    const question = questions.get(questionId);
    if (!question) throw new Error(`section ${section.id} has no question ${questionId}`);
    const rule = markingRule(section.marking, question);
    return markQuestion(question, rule, answerTo(question, answers), key);
  });
}

function markQuestion(question: Question, rule: MarkingRule, value: AnswerValue, key: PaperKey): Marked {
  const full = fullMarks(rule, question);
  const action = own(key.actions, question.id);
  if (action?.action === 'drop') {
    return { questionId: question.id, outcome: 'dropped', marks: ZERO, maximum: ZERO };
  }
  if (isBonus(action, value)) {
    return { questionId: question.id, outcome: 'bonus', marks: full, maximum: full };
  }
  const { outcome, marks } = bestMark(rule, keysOf(question, action, key), value);
  return { questionId: question.id, outcome, marks, maximum: full };
}

function isBonus(action: KeyAction | undefined, value: AnswerValue): boolean {
  if (action?.action === 'full-marks-to-all') return true;
  return action?.action === 'full-marks-to-attempted' && isAnswered(value);
}

/** The published key and, where the office accepts others as well, those. */
function keysOf(
  question: Question,
  action: KeyAction | undefined,
  key: PaperKey,
): [QuestionKey, ...QuestionKey[]] {
  const published = own(key.keys, question.id);
  if (!published) throw new Error(`question ${question.id} has no key`);
  return [published, ...(action?.action === 'accept-also' ? action.keys : [])];
}

/** Marks under the key that favours the candidate most. */
function bestMark(
  rule: MarkingRule,
  [first, ...others]: [QuestionKey, ...QuestionKey[]],
  value: AnswerValue,
): Mark {
  return others
    .map((key) => markAnswer(rule, key, value))
    .reduce(
      (best, mark) => (compare(mark.marks, best.marks) > 0 ? mark : best),
      markAnswer(rule, first, value),
    );
}

function answerTo(question: Question, answers: Answers): AnswerValue {
  const checked = validateAnswer(question, answers.get(question.id)?.value ?? null);
  if (!checked.ok) throw new Error(`the answer to question ${question.id} does not fit it: ${checked.code}`);
  return checked.value;
}

function sectionOf(paper: PaperContent, sectionId: string): PaperSection {
  const section = paper.sections.find(({ id }) => id === sectionId);
  if (!section) throw new Error(`the paper has no section ${sectionId}`);
  return section;
}

function totals(marked: readonly Marked[]): { total: Marks; maximum: Marks } {
  return {
    total: formatFraction(marked.reduce((sum, { marks }) => add(sum, marks), ZERO)),
    maximum: formatFraction(marked.reduce((sum, { maximum }) => add(sum, maximum), ZERO)),
  };
}
