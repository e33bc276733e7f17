import type { AnswerView, AnswerViews } from '../../../session/index.ts';

/** The five states as candidates know them from the national screens, in the order of the legend. */
export const questionStates = [
  'not-visited',
  'not-answered',
  'answered',
  'marked',
  'answered-marked',
] as const;

export type QuestionState = (typeof questionStates)[number];

export function questionState(view: AnswerView | undefined): QuestionState {
  if (view === undefined) return 'not-visited';
  if (isAnswered(view.value)) return view.marked ? 'answered-marked' : 'answered';
  if (view.marked) return 'marked';
  return view.visited ? 'not-answered' : 'not-visited';
}

/** Whether a value answers anything: blank text, an empty choice and a grid without a mark do not. */
export function isAnswered(value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((columns) => Array.isArray(columns) && columns.length > 0);
}

export type StateCounts = Readonly<Record<QuestionState, number>>;

export function countStates(questionIds: readonly string[], answers: AnswerViews): StateCounts {
  const counts = { 'not-visited': 0, 'not-answered': 0, answered: 0, marked: 0, 'answered-marked': 0 };
  for (const id of questionIds) counts[questionState(answers[id])] += 1;
  return counts;
}

export function addCounts(all: readonly StateCounts[]): StateCounts {
  const sum = (state: QuestionState) => all.reduce((total, counts) => total + counts[state], 0);
  return {
    'not-visited': sum('not-visited'),
    'not-answered': sum('not-answered'),
    answered: sum('answered'),
    marked: sum('marked'),
    'answered-marked': sum('answered-marked'),
  };
}

/** How many of them hold an answer, marked or not: all of these count. */
export function answeredIn(counts: StateCounts): number {
  return counts.answered + counts['answered-marked'];
}
