import type { AnswerValue } from './answers.ts';
import type { ExamCommand, Location, Place } from './command.ts';
import type { ConductRecord } from './conduct.ts';
import type { ExamRules } from './content.ts';
import type { LateBody, RefusedEntry, SealReason } from './frame.ts';
import type { PaperIndex } from './paperIndex.ts';
import type { Schedule } from './timing.ts';

/** What every decision about an attempt needs to know and what never changes while it runs. */
export interface AttemptContext {
  readonly attemptId: string;
  readonly examId: string;
  readonly candidateId: string;
  /** Where the candidate was before any command of the exam; where they are now says `placeOf`. */
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
  /** `null` as long as nobody has judged them. */
  readonly verdict: Verdict | null;
}

export interface Verdict {
  /** The frame it stands in. */
  readonly seq: number;
  /** Entry numbers that count. */
  readonly admitted: readonly number[];
}

/** What the commands of the exam have brought to one candidate, before and after the opening. */
export interface Heard {
  readonly examSeq: number;
  /** `null` as long as the candidate has not been moved. */
  readonly movedTo: Location | null;
  /** The commands that a page shows, in their order. */
  readonly shown: readonly ExamCommand[];
}

/** What has happened to an attempt since it was opened, whatever its status. */
export interface Progress extends Heard {
  readonly seq: number;
  /** Chain hash of frame `seq`, hex. */
  readonly head: string;
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
  /** Places in the exam's log of the commands that the candidate's page has shown. */
  readonly confirmed: readonly number[];
  /** Ids of commands that a page confirmed to a node which had not heard of them yet. */
  readonly confirmedEarly: readonly string[];
  /** A proctor has let go of the device that holds the pen: the next page may take it. */
  readonly released: boolean;
  readonly conduct: ConductRecord;
  /** When an entry of the candidate was stamped last, or the opening, epoch ms. */
  readonly heardAt: number;
}

/** The candidate has not opened the exam; what proctors granted meanwhile waits here. */
export interface Scheduled extends Heard {
  readonly status: 'scheduled';
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

/** Where the candidate is now, for the scopes of commands. */
export function placeOf(state: AttemptState, context: AttemptContext): Place {
  const { candidateId, districtId, centreId } = context;
  return { candidateId, ...(state.movedTo ?? { districtId, centreId }) };
}

/** Late answers that wait for a person's judgement. */
export function waitingAnswers(state: Progress): number {
  return state.late
    .filter(({ verdict }) => verdict === null)
    .reduce((sum, { entries }) => sum + entries.filter(({ kind }) => kind === 'answer').length, 0);
}

/** The state of an attempt before its first frame. */
export const unopened: Scheduled = {
  status: 'scheduled',
  examSeq: 0,
  movedTo: null,
  shown: [],
  grantedMs: 0,
  paused: null,
  ordered: null,
};

/** What an attempt has been since it was opened, without what its status adds. */
export function progressOf(state: OpenedState): Progress {
  const { seq, head, examSeq, movedTo, shown, openedAt, seed, drawn, schedule, deadlineVersion } = state;
  const { pens, answers, current, late: lateEntries, lateCount } = state;
  const { confirmed, confirmedEarly, released, conduct, heardAt } = state;
  return {
    seq,
    head,
    examSeq,
    movedTo,
    shown,
    openedAt,
    seed,
    drawn,
    schedule,
    deadlineVersion,
    pens,
    answers,
    current,
    late: lateEntries,
    lateCount,
    confirmed,
    confirmedEarly,
    released,
    conduct,
    heardAt,
  };
}
