import '../jitless.ts';

import { z } from 'zod';
import type { TimelineFrame } from '../../../../server/protocol/staff.ts';

/** What stands in an attempt's frames, as far as it is shown. */

const entry = z.object({
  kind: z.string(),
  questionId: z.string().exactOptional(),
  value: z.unknown().optional(),
  marked: z.boolean().exactOptional(),
  sectionId: z.string().exactOptional(),
  type: z.string().exactOptional(),
  at: z.number().exactOptional(),
});

export type LoggedEntry = Readonly<z.infer<typeof entry>> & {
  /** Its number within the epoch. */
  readonly n: number;
  readonly isRefused: boolean;
};

const entriesBody = z.object({
  from: z.number(),
  entries: z.array(entry),
  refused: z.array(z.object({ n: z.number() })).catch([]),
});

/** The entries of a frame that has any. */
export function entriesOf({ body }: TimelineFrame): readonly LoggedEntry[] {
  const read = entriesBody.safeParse(body);
  if (!read.success) return [];
  const { from, entries, refused } = read.data;
  const refusedNumbers = new Set(refused.map(({ n }) => n));
  return entries.map((each, index) => ({
    ...each,
    n: from + index,
    isRefused: refusedNumbers.has(from + index),
  }));
}

export interface QuestionThen {
  readonly isAnswered: boolean;
  readonly isMarked: boolean;
}

const adjudicatedBody = z.object({ lateSeq: z.number(), admitted: z.array(z.number()) });

/** How each question stood after the first `count` frames of an attempt's log. Questions never touched are absent. */
export function replay(frames: readonly TimelineFrame[], count: number): ReadonlyMap<string, QuestionThen> {
  const questions = new Map<string, QuestionThen>();
  const apply = (entries: readonly LoggedEntry[]) => {
    for (const { kind, questionId, value, marked, isRefused } of entries) {
      if (kind !== 'answer' || questionId === undefined || isRefused) continue;
      questions.set(questionId, {
        isAnswered: value !== null && value !== undefined,
        isMarked: marked === true,
      });
    }
  };
  for (const frame of frames.slice(0, count)) {
    if (frame.kind === 'answered') apply(entriesOf(frame));
    if (frame.kind === 'adjudicated') apply(admittedBy(frame, frames));
  }
  return questions;
}

function admittedBy({ body }: TimelineFrame, frames: readonly TimelineFrame[]): readonly LoggedEntry[] {
  const verdict = adjudicatedBody.safeParse(body);
  if (!verdict.success) return [];
  const late = frames.find(({ seq }) => seq === verdict.data.lateSeq);
  return late === undefined ? [] : entriesOf(late).filter(({ n }) => verdict.data.admitted.includes(n));
}

/** How many questions hold an answer. */
export function answeredIn(questions: ReadonlyMap<string, QuestionThen>): number {
  return [...questions.values()].filter(({ isAnswered }) => isAnswered).length;
}

/** An answer as it is read by people who know the paper: ids as they stand in it. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([row, columns]) => `${row} → ${valueText(columns)}`)
      .join('; ');
  }
  return String(value);
}
