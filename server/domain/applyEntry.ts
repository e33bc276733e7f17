import { validateAnswer } from './answers.ts';
import type { AnswerState, AttemptContext, Progress } from './attempt.ts';
import type { Entry, Refusal } from './entry.ts';
import type { IndexedQuestion } from './paperIndex.ts';
import { enterNextSection, type Schedule, sectionAccepts } from './timing.ts';

/** The part of an attempt that entries change. */
export type Sheet = Pick<Progress, 'answers' | 'current' | 'schedule' | 'deadlineVersion' | 'drawn'>;

/** A sheet under change: the map is this fold's own, so a batch copies it once and not per entry. */
export interface OpenSheet {
  answers: Map<string, AnswerState>;
  current: string | null;
  schedule: Schedule;
  deadlineVersion: number;
  readonly drawn: ReadonlySet<string> | null;
}

export function copySheet(sheet: Sheet): OpenSheet {
  return {
    answers: new Map(sheet.answers),
    current: sheet.current,
    schedule: sheet.schedule,
    deadlineVersion: sheet.deadlineVersion,
    drawn: sheet.drawn,
  };
}

const untouched: AnswerState = { value: null, marked: false, visited: false };

/** Why an entry that arrived at `t` may not apply; `null` when it may. Changes nothing. */
export function refusalOf(
  sheet: OpenSheet,
  entry: Entry,
  t: number,
  context: AttemptContext,
): Refusal | null {
  switch (entry.kind) {
    case 'unreadable':
      return entry.surplus ? 'too-many' : 'malformed-entry';
    case 'observed':
    case 'confirmed':
      return null;
    case 'section':
      return sectionRefusal(sheet, entry.sectionId, t, context);
    case 'visited':
      return questionRefusal(sheet, entry.questionId, t, context);
    case 'answer': {
      const refusal = questionRefusal(sheet, entry.questionId, t, context);
      if (refusal !== null) return refusal;
      const found = givenQuestion(sheet.drawn, entry.questionId, context);
      if (found === undefined) return 'unknown-question';
      const check = validateAnswer(found.question, entry.value);
      return check.ok ? null : check.code;
    }
  }
}

/** A question of the paper, if this candidate was given it. `drawn` is `null` when everybody has them all. */
export function givenQuestion(
  drawn: ReadonlySet<string> | null,
  questionId: string,
  { paper }: AttemptContext,
): IndexedQuestion | undefined {
  return drawn === null || drawn.has(questionId) ? paper.questions.get(questionId) : undefined;
}

function questionRefusal(
  sheet: OpenSheet,
  questionId: string,
  t: number,
  context: AttemptContext,
): Refusal | null {
  const found = givenQuestion(sheet.drawn, questionId, context);
  if (found === undefined) return 'unknown-question';
  return sectionAccepts(sheet.schedule, found.sectionId, t, context.rules.graceMs)
    ? null
    : 'section-not-open';
}

function sectionRefusal(
  sheet: OpenSheet,
  sectionId: string,
  t: number,
  context: AttemptContext,
): Refusal | null {
  if (!context.paper.sections.has(sectionId)) return 'unknown-section';
  if (isOpenAt(sheet.schedule, sectionId, t)) return null;
  const mayGoOn = context.rules.clock === 'individual';
  return mayGoOn && enterNextSection(sheet.schedule, sectionId, t) !== null ? null : 'section-not-open';
}

function isOpenAt(schedule: Schedule, sectionId: string, t: number): boolean {
  return sectionAccepts(schedule, sectionId, t, 0);
}

/**
 * Applies an entry that was not refused. The frame says which were; folding a log never judges their time again. An
 * answer still has to fit its question, because late ones are kept unjudged until a person admits them.
 */
export function applyEntry(sheet: OpenSheet, entry: Entry, t: number, context: AttemptContext): void {
  switch (entry.kind) {
    case 'answer': {
      const found = givenQuestion(sheet.drawn, entry.questionId, context);
      const check = found && validateAnswer(found.question, entry.value);
      if (!check?.ok) return;
      sheet.answers.set(entry.questionId, { value: check.value, marked: entry.marked, visited: true });
      return;
    }
    case 'visited': {
      const before = sheet.answers.get(entry.questionId) ?? untouched;
      if (!before.visited) sheet.answers.set(entry.questionId, { ...before, visited: true });
      sheet.current = entry.questionId;
      return;
    }
    case 'section': {
      if (isOpenAt(sheet.schedule, entry.sectionId, t)) return;
      const next = enterNextSection(sheet.schedule, entry.sectionId, t);
      if (next === null) return;
      sheet.schedule = next;
      sheet.deadlineVersion += 1;
      return;
    }
    case 'observed':
    case 'confirmed':
    case 'unreadable':
      return;
  }
}
