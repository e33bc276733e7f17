import type { ExamCommand } from '../../domain/command.ts';
import type { Frame } from '../../domain/frame.ts';
import type { PaperKey } from '../../domain/key.ts';
import type { AttemptRef } from '../ports.ts';

/** What an audit looks at: rows as they stand, with what their chain says they should be. */

export interface StoredFrame {
  readonly seq: number;
  /** `null` when the body is not even JSON. */
  readonly frame: Frame | null;
  /** Hex. */
  readonly hash: string;
  /** The hash this row should have behind the row that stands before it, computed anew from the exact text. Hex. */
  readonly expectedHash: string;
}

export interface StoredCommand {
  readonly command: ExamCommand;
  /** Hex. */
  readonly hash: string;
  readonly expectedHash: string;
}

export interface StoredSubmission {
  readonly sealSeq: number;
  readonly examId: string;
  readonly candidateId: string;
  readonly reason: string;
  readonly receipt: string;
  readonly kid: string;
  readonly digest: string;
  /** Epoch ms. */
  readonly sealedAt: number;
}

export interface StoredScore {
  readonly sealSeq: number;
  readonly keyVersion: number;
  /** That version of the key; `null` when it is not there. */
  readonly key: PaperKey | null;
  /** Exact, `n/d`. */
  readonly total: string;
  /** Whether the rounded total beside it is that of `total`. */
  readonly roundedAgrees: boolean;
  readonly detail: unknown;
}

export interface AttemptEvidence {
  readonly attempt: AttemptRef & { readonly status: string };
  /** In the order of the log; a gap is a gap. */
  readonly frames: readonly StoredFrame[];
  /** The whole log of the exam. */
  readonly commands: readonly StoredCommand[];
  readonly submissions: readonly StoredSubmission[];
  readonly scores: readonly StoredScore[];
}

export interface Evidence {
  /** All of it from one moment; `null` when there is no such attempt. */
  collect(attemptId: string): Promise<AttemptEvidence | null>;
}
