import { z } from 'zod';
import {
  appendRequest,
  callRequest,
  type LocalText,
  openRequest,
  type RenewReply,
  reportRequest,
  sealRequest,
} from './candidate.ts';
import { text } from './entries.ts';

/** The same use cases over plain HTTP, for networks that block WebSockets. Errors are `{ok: false, error}`. */

const username = text(200).min(1);

/** With a password, or with a code that a proctor has issued. */
export const signInRequest = z.union([
  z.strictObject({ username, password: text(1024).min(1) }),
  z.strictObject({ username, code: text(40).min(1) }),
]);
export const httpOpenRequest = openRequest.omit({ examId: true });
export const httpAppendRequest = appendRequest.omit({ attemptId: true });
export const httpSealRequest = sealRequest.omit({ attemptId: true });
export const httpCallRequest = callRequest.omit({ attemptId: true });
export const httpReportRequest = reportRequest.omit({ attemptId: true });
export const verifyRequest = z.strictObject({ receipt: z.string().min(1).max(16_384) });

export interface SignInReply extends RenewReply {
  readonly user: {
    readonly id: string;
    readonly username: string;
    readonly displayName: string;
    readonly role: Role;
  };
}

export type Role = 'candidate' | 'proctor' | 'author' | 'admin';

export interface ExamSummary {
  readonly id: string;
  readonly title: LocalText;
  /** As this candidate stands to it. */
  readonly status: 'upcoming' | 'open' | 'in-progress' | 'handed-in' | 'closed';
  readonly opensAt: number;
  readonly lastEntryAt: number;
  readonly closesAt: number;
  /** `individual`: the duration runs from opening. `common`: everybody ends together. */
  readonly clock: 'individual' | 'common';
  /** With this candidate's extra time. */
  readonly durationMs: number;
  /** When a common clock ends for this candidate, extra time included. */
  readonly endsAt?: number;
  readonly languages: readonly string[];
  readonly rollNumber: string;
  readonly attemptId?: string;
}

export interface ExamsReply {
  readonly exams: readonly ExamSummary[];
  /** Epoch ms by the server's clock: countdowns follow it. */
  readonly serverNow: number;
}

export interface ReceiptReply {
  readonly receipt: string;
  readonly sealedAt: number;
  /** Sequence number of the seal that this one replaced, if the attempt was sealed more than once. */
  readonly supersedes?: number;
}

export interface VerifyReply {
  readonly valid: boolean;
  readonly reason?: string;
  readonly payload?: ReceiptPayload;
  /** The seal sequence number that replaced this receipt's. */
  readonly supersededBy?: number;
}

/** What a receipt states. Signed as an Ed25519 JWS (RFC 7515, RFC 8037). */
export const receiptPayload = z.object({
  iss: z.string(),
  attemptId: z.string(),
  examId: z.string(),
  candidateId: z.string(),
  /** SHA-256 of the paper's content, hex. */
  paper: z.string(),
  /** Position of the seal in the attempt's log. */
  sealSeq: z.number().int(),
  /** Hash of the frame before the seal, hex: everything up to it is covered. */
  head: z.string(),
  epoch: z.number().int(),
  through: z.number().int(),
  /** How many questions hold an answer. */
  answered: z.number().int(),
  /** SHA-256 of the sealed answers in canonical JSON, hex. */
  digest: z.string(),
  reason: z.string(),
  /** Epoch ms. */
  sealedAt: z.number().int(),
});

export type ReceiptPayload = Readonly<z.infer<typeof receiptPayload>>;
