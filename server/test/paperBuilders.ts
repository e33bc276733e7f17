import type {
  AssertionReasonQuestion,
  Choice,
  ChoiceQuestion,
  ExamRules,
  LocalText,
  MarkingRule,
  MatrixQuestion,
  NumericalQuestion,
  PaperContent,
  PaperSection,
  Pool,
  Question,
  QuestionGroup,
  ShortTextQuestion,
  TrueFalseQuestion,
} from '../domain/content.ts';
import type { PaperKey, QuestionKey } from '../domain/key.ts';

/** Small papers for tests: English only, every part sound unless a test changes it. */

type Changes<T> = Partial<Omit<T, 'id' | 'type'>>;

const english = (text: string): LocalText => ({ en: text });

export const choices = (...ids: string[]): Choice[] =>
  ids.map((id) => ({ id, text: english(`Choice ${id}`) }));

export const single = (id: string, more: Changes<ChoiceQuestion> = {}): ChoiceQuestion => ({
  id,
  type: 'single',
  text: english(`Question ${id}`),
  options: choices('A', 'B', 'C', 'D'),
  ...more,
});

export const multiple = (id: string, more: Changes<ChoiceQuestion> = {}): ChoiceQuestion => ({
  ...single(id, more),
  type: 'multiple',
});

export const assertionReason = (
  id: string,
  more: Changes<AssertionReasonQuestion> = {},
): AssertionReasonQuestion => ({
  id,
  type: 'assertion-reason',
  text: english(`Question ${id}`),
  assertion: english('A'),
  reason: english('R'),
  options: choices('A', 'B', 'C', 'D'),
  ...more,
});

export const numerical = (id: string, more: Changes<NumericalQuestion> = {}): NumericalQuestion => ({
  id,
  type: 'numerical',
  text: english(`Question ${id}`),
  ...more,
});

export const matrix = (id: string, more: Changes<MatrixQuestion> = {}): MatrixQuestion => ({
  id,
  type: 'matrix',
  text: english(`Question ${id}`),
  rows: choices('r1', 'r2', 'r3'),
  columns: choices('p', 'q', 'r', 's'),
  ...more,
});

export const trueFalse = (id: string, more: Changes<TrueFalseQuestion> = {}): TrueFalseQuestion => ({
  id,
  type: 'true-false',
  text: english(`Question ${id}`),
  ...more,
});

export const shortText = (id: string, more: Changes<ShortTextQuestion> = {}): ShortTextQuestion => ({
  id,
  type: 'short-text',
  text: english(`Question ${id}`),
  maxLength: 20,
  ...more,
});

export const group = (id: string): QuestionGroup => ({ id, text: english(`Passage ${id}`) });

export const allOrNothing = (correct: string, wrong: string): MarkingRule => ({
  rule: 'all-or-nothing',
  correct,
  wrong,
});

/** Every question a unit of its own, all of them drawn. */
export function eachAlone(questions: readonly Question[]): Pool {
  return { draw: questions.length, units: questions.map(({ id }) => [id]) };
}

/** +4/−1, nothing shuffled, every question drawn. */
export function section(
  id: string,
  questions: readonly Question[],
  more: Partial<PaperSection> = {},
): PaperSection {
  return {
    id,
    title: english(id),
    shuffleQuestions: false,
    shuffleOptions: false,
    marking: { default: allOrNothing('4', '-1') },
    pools: [eachAlone(questions)],
    questions,
    ...more,
  };
}

const minute = 60_000;

export const examRules = (more: Partial<ExamRules> = {}): ExamRules => ({
  clock: 'individual',
  navigation: 'free',
  durationMs: 180 * minute,
  opensAt: 1_800_000_000_000,
  lastEntryAt: 1_800_000_000_000 + 30 * minute,
  closesAt: 1_800_000_000_000 + 240 * minute,
  graceMs: 5_000,
  takeover: 'free',
  maxFrames: 5_000,
  maxLateEntries: 500,
  ...more,
});

export const paper = (more: Partial<PaperContent> = {}): PaperContent => ({
  title: english('A paper'),
  languages: ['en'],
  rules: examRules(),
  groups: [],
  sections: [section('s1', [single('q1'), single('q2')])],
  ...more,
});

/** The right answer `A`, `42`, `true`… of every question. */
export function keyFor(content: PaperContent, more: Partial<PaperKey> = {}): PaperKey {
  const questions = content.sections.flatMap((each) => each.questions);
  return {
    keys: Object.fromEntries(questions.map((question) => [question.id, anyKey(question)])),
    actions: {},
    solutions: {},
    ...more,
  };
}

function anyKey(question: Question): QuestionKey {
  switch (question.type) {
    case 'single':
    case 'assertion-reason':
      return { type: question.type, option: firstId(question.options) };
    case 'multiple':
      return { type: 'multiple', options: [firstId(question.options)] };
    case 'numerical':
      return { type: 'numerical', accept: { exact: '42' } };
    case 'matrix':
      return {
        type: 'matrix',
        rows: Object.fromEntries(question.rows.map((row) => [row.id, [firstId(question.columns)]])),
      };
    case 'true-false':
      return { type: 'true-false', value: true };
    case 'short-text':
      return { type: 'short-text', accept: ['Mumbai'], caseSensitive: false };
  }
}

const firstId = (from: readonly Choice[]): string => from[0]?.id ?? '';
