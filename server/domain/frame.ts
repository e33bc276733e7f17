import type { Entry, Refusal } from './entry.ts';
import type { SectionWindow } from './timing.ts';

/** The frames of an attempt's log: everything that ever happened to the attempt, in order. */
export type FrameContent =
  | { readonly kind: 'opened'; readonly body: OpenedBody }
  | { readonly kind: 'entered'; readonly body: EnteredBody }
  | { readonly kind: 'answered'; readonly body: AnsweredBody }
  | { readonly kind: 'sealed'; readonly body: SealedBody }
  | { readonly kind: 'late'; readonly body: LateBody }
  | { readonly kind: 'adjudicated'; readonly body: AdjudicatedBody }
  | { readonly kind: 'reopened'; readonly body: ReopenedBody }
  | { readonly kind: 'returned'; readonly body: ReturnedBody };

export type FrameKind = FrameContent['kind'];

/** What the log adds to a frame's content. */
export interface FrameEnvelope {
  /** 1, 2, 3… without gaps. */
  readonly seq: number;
  /** The last exam command that was known when the frame was decided. */
  readonly examSeq: number;
  /** Server time at which the cause arrived, epoch ms. */
  readonly receivedAt: number;
  /** Whether answers may follow this frame. */
  readonly open: boolean;
  /** Chain hash, 64 hex digits. */
  readonly hash: string;
}

export type Frame = FrameContent & FrameEnvelope;

/** A frame that has been decided and not yet written. */
export type FrameDraft = FrameContent & Pick<FrameEnvelope, 'examSeq' | 'receivedAt' | 'open'>;

export interface OpenedBody {
  readonly deviceId: string;
  /** The sign-in that holds the pen: under `proctor-release` only it may take the pen again by itself. */
  readonly sessionId: string;
  /** Decides the order of questions and options, hex. */
  readonly seed: string;
  readonly paper: string;
  /** Accommodation of this candidate, ms per hour; already in the times below. */
  readonly extraPerHourMs: number;
  readonly deadlineAt: number;
  readonly sections: readonly SectionWindow[] | null;
}

export interface EnteredBody {
  readonly epoch: number;
  readonly deviceId: string;
  readonly sessionId: string;
}

export interface AnsweredBody {
  readonly epoch: number;
  /** Number of the first entry. */
  readonly from: number;
  readonly entries: readonly Entry[];
  readonly refused: readonly RefusedEntry[];
}

export interface RefusedEntry {
  readonly n: number;
  readonly code: Refusal;
}

/** Why entries did not count when they came. */
export type LateReason = 'older-epoch' | 'past-deadline' | 'paused' | 'sealed';

export interface LateBody {
  readonly epoch: number;
  readonly from: number;
  readonly entries: readonly Entry[];
  readonly why: LateReason;
}

export type SealReason = 'submitted' | 'expired' | 'forced' | 'terminated';

/** The receipt's payload and the id of its key stand in the frame, so that signing again gives the same bytes. */
export interface SealedBody {
  readonly reason: SealReason;
  readonly epoch: number;
  readonly through: number;
  readonly kid: string;
  readonly receipt: string;
}

export interface AdjudicatedBody {
  /** The late frame that was judged. */
  readonly lateSeq: number;
  /** Entry numbers that now count; all others of that frame are rejected. */
  readonly admitted: readonly number[];
  readonly actor: string;
  readonly reason: string;
  /** Present when the attempt was sealed: the receipt that replaces the earlier one. */
  readonly kid?: string;
  readonly receipt?: string;
}

export interface ReopenedBody {
  readonly commandId: string;
  readonly deadlineAt: number;
}

/** The candidate was away and is back. */
export interface ReturnedBody {
  /** When the candidate was heard last and first again, by the server's clock, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** How much of it the candidate could have used, ms: it is proposed as credit. */
  readonly lostMs: number;
  /** How `from` is known: the end of the last connection, or, where no node saw that, the frame before. */
  readonly by: 'connection' | 'log';
}
