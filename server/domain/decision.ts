import type { Entry } from './entry.ts';
import type { FrameDraft, ReturnedBody, SealReason } from './frame.ts';

/** What somebody wants of an attempt. `now` and `receivedAt` are server time, epoch ms. */
export type AttemptCommand =
  | OpenCommand
  | EnterCommand
  | AppendCommand
  | SealCommand
  /** The sweeper comes by. */
  | { readonly type: 'sweep'; readonly now: number }
  /** Somebody looks at the attempt: if the server may seal it by itself, it does. */
  | { readonly type: 'look'; readonly now: number }
  | JudgeCommand
  | ReturnCommand;

export interface OpenCommand {
  readonly type: 'open';
  readonly deviceId: string;
  readonly sessionId: string;
  readonly seed: string;
  readonly extraPerHourMs: number;
  readonly now: number;
}

export interface EnterCommand {
  readonly type: 'enter';
  readonly deviceId: string;
  readonly sessionId: string;
  readonly now: number;
}

export interface AppendCommand {
  readonly type: 'append';
  readonly epoch: number;
  /** Number of the first entry; entry i has number from + i. */
  readonly from: number;
  readonly entries: readonly Entry[];
  /** The sign-in that sends. */
  readonly sessionId: string;
  readonly receivedAt: number;
}

export interface SealCommand {
  readonly type: 'seal';
  readonly sessionId: string;
  readonly epoch: number;
  readonly through: number;
  readonly receivedAt: number;
}

export interface JudgeCommand {
  readonly type: 'judge';
  readonly lateSeq: number;
  readonly admitted: readonly number[];
  readonly actor: string;
  readonly reason: string;
  readonly now: number;
}

/** The candidate was last heard at `from`, as far as is known, and is back since `now`. */
export interface ReturnCommand {
  readonly type: 'return';
  readonly from: number;
  readonly by: ReturnedBody['by'];
  readonly now: number;
}

/** A frame to write. A seal still lacks its receipt, which is made from the state it seals. */
export type Proposal =
  | { readonly kind: 'frame'; readonly draft: FrameDraft }
  | { readonly kind: 'seal'; readonly seal: SealProposal };

export interface SealProposal {
  readonly reason: SealReason;
  readonly epoch: number;
  readonly through: number;
  readonly examSeq: number;
  readonly receivedAt: number;
}

export type Rejection =
  | { readonly code: 'not-open-yet' | 'entry-closed' | 'superseded' | 'unknown-epoch' }
  | {
      readonly code: 'takeover-needs-release' | 'frame-limit' | 'late-limit' | 'not-found' | 'already-judged';
    }
  | { readonly code: 'gap'; readonly through: number }
  | { readonly code: 'missing-entries'; readonly from: number; readonly to: number }
  | { readonly code: 'no-such-entry'; readonly numbers: readonly number[] };

export type Decision =
  /** Write this; then the command is done. */
  | { readonly type: 'write'; readonly proposal: Proposal }
  /** Write this first, then decide the command again: it met an attempt whose time was over. */
  | { readonly type: 'first'; readonly proposal: Proposal }
  /** Nothing to write: what was asked for is already so. */
  | { readonly type: 'settled' }
  /** Depends on the state: only to be told after the tail has been read again. */
  | { readonly type: 'reject'; readonly rejection: Rejection };
