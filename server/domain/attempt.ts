import type { AnswerValue } from './answers.ts';
import type { ExamRules } from './content.ts';
import type { LateBody, RefusedEntry, SealReason } from './frame.ts';
import type { PaperIndex } from './paperIndex.ts';
import type { Schedule } from './timing.ts';

/** What every decision about an attempt needs to know and what never changes while it runs. */
export interface AttemptContext {
  readonly attemptId: string;
  readonly examId: string;
  readonly candidateId: string;
  readonly districtId: number;
  readonly centreId: string | null;
  readonly rules: ExamRules;
  readonly paper: PaperIndex;
}

export interface AnswerState {
  readonly value: AnswerValue;
  readonly marked: boolean;
  readonly visited: boolean;
}

/** One page's turn at writing. The last pen of an attempt is the one that writes. */
export interface Pen {
  readonly epoch: number;
  readonly deviceId: string;
  readonly sessionId: string;
  /** Entries 1…through of this epoch are in the log, as answers or as late ones. */
  readonly through: number;
  /** The latest refusals, for a page that sends again because the reply was lost. */
  readonly refused: readonly RefusedEntry[];
}

export interface LateEntries extends LateBody {
  readonly seq: number;
  readonly judged: boolean;
}

/** What has happened to an attempt since it was opened, whatever its status. */
export interface Progress {
  readonly seq: number;
  /** Chain hash of frame `seq`, hex. */
  readonly head: string;
  readonly examSeq: number;
  readonly openedAt: number;
  readonly seed: string;
  /** The questions this candidate was given; `null` when every candidate has them all. */
  readonly drawn: ReadonlySet<string> | null;
  readonly schedule: Schedule;
  readonly deadlineVersion: number;
  /** Never empty. */
  readonly pens: readonly [Pen, ...Pen[]];
  readonly answers: ReadonlyMap<string, AnswerState>;
  readonly current: string | null;
  readonly late: readonly LateEntries[];
  readonly lateCount: number;
  /** A proctor has let go of the device that holds the pen: the next page may take it. */
  readonly released: boolean;
}

/** The candidate has not opened the exam; what proctors granted meanwhile waits here. */
export interface Scheduled {
  readonly status: 'scheduled';
  readonly examSeq: number;
  readonly grantedMs: number;
  readonly paused: Pause | null;
  readonly ordered: OrderedSeal | null;
}

export interface Pause {
  readonly at: number;
  readonly commandId: string;
}

/** A command has ended the attempt; the node that hears of it writes the seal. */
export interface OrderedSeal {
  readonly reason: Extract<SealReason, 'forced' | 'terminated'>;
  readonly at: number;
}

export interface Open extends Progress {
  readonly status: 'open';
  readonly ordered: OrderedSeal | null;
}

export interface Paused extends Progress {
  readonly status: 'paused';
  readonly pause: Pause;
  readonly ordered: OrderedSeal | null;
}

export interface Seal {
  /** The frame that carries the receipt in force. */
  readonly seq: number;
  readonly reason: SealReason;
  readonly at: number;
  readonly kid: string;
  readonly receipt: string;
}

export interface Sealed extends Progress {
  readonly status: 'sealed';
  readonly seal: Seal;
  /** A proctor has allowed answers again; the node that hears of it writes the frame. */
  readonly reopening: { readonly commandId: string; readonly ms: number; readonly at: number } | null;
}

export type AttemptState = Scheduled | Open | Paused | Sealed;
export type OpenedState = Exclude<AttemptState, Scheduled>;
export type Status = AttemptState['status'];

/** The page that writes. */
export function penOf(state: Progress): Pen {
  return state.pens[state.pens.length - 1] ?? state.pens[0];
}

/** The state of an attempt before its first frame. */
export const unopened: Scheduled = {
  status: 'scheduled',
  examSeq: 0,
  grantedMs: 0,
  paused: null,
  ordered: null,
};
