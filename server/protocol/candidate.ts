import { z } from 'zod';
import { id, text } from './entries.ts';
import type { Ack, RefusalCode } from './errors.ts';
import type { Formulas } from './formulas.ts';
import { maxEntriesPerAppend, maxQuestionsPerStream } from './limits.ts';
import type { SealedKey } from './sealed.ts';

/** Namespace `/candidate`: what a candidate's page sends, what it is answered, and what is pushed to it. */

/** The number of an entry or of an epoch, up to the greatest that a column of the database holds. */
export const counter = z.number().int().min(1).max(2_147_483_647);

export const openRequest = z.strictObject({
  examId: id,
  deviceId: id,
  epoch: counter.optional(),
  /** The page has fetched sealed sections and wants their keys. */
  sealed: z.boolean().optional(),
  /** Asked by the page itself while it waits for the release of another device: a person has been called before. */
  waits: z.boolean().optional(),
});

export const streamRequest = z.strictObject({
  attemptId: id,
  from: z.number().int().min(0).max(10_000),
  count: z.number().int().min(1).max(maxQuestionsPerStream),
});

/**
 * Entries are parsed one by one (`entry` in `entries.ts`): one that does not parse consumes its number and is
 * reported as refused, so that nothing can jam a journal. Only the envelope can be malformed.
 */
export const appendRequest = z.strictObject({
  attemptId: id,
  epoch: counter,
  from: counter,
  entries: z.array(z.unknown()).min(1).max(maxEntriesPerAppend),
});

export const sealRequest = z.strictObject({
  attemptId: id,
  epoch: counter,
  /** The highest number of this epoch that the client has given out; 0 when it has given none. */
  through: z.number().int().min(0).max(2_147_483_647),
  deadlineVersion: z.number().int().min(0),
});

/** The candidate asks for a person. `callId` is minted by the page: sending it again is the same call. */
export const callRequest = z.strictObject({ attemptId: id, callId: id, text: text(500).optional() });

/** The candidate says what is wrong with a question. `reportId` is minted by the page. */
export const reportRequest = z.strictObject({
  attemptId: id,
  reportId: id,
  questionId: id,
  text: text(1_000).min(1),
});

export const renewRequest = z.strictObject({});

export type OpenRequest = z.infer<typeof openRequest>;
export type StreamRequest = z.infer<typeof streamRequest>;
export type AppendRequest = z.infer<typeof appendRequest>;
export type SealRequest = z.infer<typeof sealRequest>;
export type CallRequest = z.infer<typeof callRequest>;
export type ReportRequest = z.infer<typeof reportRequest>;

/** Language tag → text. */
export type LocalText = Readonly<Record<string, string>>;

export type AttemptStatus = 'open' | 'paused' | 'sealed';

export interface SectionTime {
  readonly id: string;
  /** Epoch ms. */
  readonly opensAt: number;
  readonly endsAt: number;
}

export interface Deadline {
  /** Epoch ms by the server's clock. */
  readonly at: number;
  /** Rises with every change. */
  readonly version: number;
  /** Present when the sections are locked and have times of their own. */
  readonly sections?: readonly SectionTime[];
}

export interface AnswerState {
  readonly value: unknown;
  readonly marked: boolean;
  readonly visited: boolean;
}

export interface PaperOutline {
  /** SHA-256 of the published content, hex. */
  readonly hash: string;
  readonly title: LocalText;
  readonly languages: readonly string[];
  /** Aids that this exam allows on the screen; none where it is absent. */
  readonly tools?: { readonly calculator: 'none' | 'basic' | 'scientific'; readonly keypad: boolean };
  readonly sections: readonly {
    readonly id: string;
    readonly title: LocalText;
    readonly state: 'locked' | 'open' | 'closed';
    /** In the order this candidate sees. */
    readonly questionIds: readonly string[];
    /** For a section that is open, where the request has asked for keys and the section is sealed. */
    readonly sealed?: SealedKey;
  }[];
}

/** A page's turn at writing that is over. */
export interface EarlierPen {
  readonly epoch: number;
  readonly deviceId: string;
  /** 1…through of that epoch are committed, as answers or as late entries. */
  readonly through: number;
}

export interface OpenReply {
  readonly attemptId: string;
  readonly epoch: number;
  readonly through: number;
  /** The pen before this one, when it has changed hands: what its page still holds beyond `through` may be sent again. */
  readonly prior?: EarlierPen;
  /** All pens before this one, newest first, at most `maxEarlierPens`; absent when there is none. */
  readonly earlier?: readonly EarlierPen[];
  readonly seq: number;
  /** First 16 hex digits of the chain's hash: the device keeps it as a witness. */
  readonly head: string;
  readonly status: AttemptStatus;
  readonly serverNow: number;
  readonly deadline: Deadline;
  readonly paper: PaperOutline;
  readonly answers: Readonly<Record<string, AnswerState>>;
  readonly current: string | null;
  /** Everything that has been said to this candidate so far, oldest first; absent when there is nothing. */
  readonly notices?: readonly PastNotice[];
  /** What the page is to look out for and to record as `observed`; absent where the exam asks for nothing. */
  readonly observe?: readonly string[];
}

/** A question as one candidate sees it: options already in that candidate's order. Never holds a key. */
export interface WireQuestion {
  readonly id: string;
  readonly sectionId: string;
  readonly type:
    | 'single'
    | 'multiple'
    | 'numerical'
    | 'matrix'
    | 'assertion-reason'
    | 'true-false'
    | 'short-text';
  readonly text: LocalText;
  readonly marks: WireMarks;
  readonly group?: WireGroup;
  /** Of its own texts, as they are drawn; absent where there is none, and in papers published without drawings. */
  readonly formulas?: Formulas;
  readonly images?: readonly WireImage[];
  readonly options?: readonly WireChoice[];
  readonly assertion?: LocalText;
  readonly reason?: LocalText;
  readonly rows?: readonly WireChoice[];
  readonly columns?: readonly WireChoice[];
  readonly unit?: LocalText;
  /** Decimal strings, bounds included, with at least one of them. An answer outside is accepted, and marked. */
  readonly range?: { readonly min?: string; readonly max?: string };
  readonly maxLength?: number;
}

/** Exact decimals or fractions, e.g. `-2/3`. What they are for depends on the rule. */
export interface WireMarks {
  readonly rule: string;
  readonly correct: string;
  readonly wrong: string;
  /** For each right option, when only a part of them is chosen and no other; where the rule is `partial-subset`. */
  readonly perOption?: string;
}

/** The passage that a question shares with its neighbours. */
export interface WireGroup {
  readonly id: string;
  readonly text: LocalText;
  readonly formulas?: Formulas;
  readonly images?: readonly WireImage[];
}

export interface WireChoice {
  readonly id: string;
  readonly text: LocalText;
}

export interface WireImage {
  readonly src: string;
  readonly alt: LocalText;
}

export interface QuestionsChunk {
  /** Index of the first question of this chunk in the candidate's order over all sections. */
  readonly from: number;
  readonly questions: readonly WireQuestion[];
}

export type NoticeKind = 'message' | 'announce' | 'warn' | 'erratum';

/** What candidates are told. */
export interface Notice {
  readonly commandId: string;
  readonly kind: NoticeKind;
  readonly text: LocalText;
  readonly questionId?: string;
  /** Epoch ms. */
  readonly at: number;
}

/** For a page that was not there. */
export interface PastNotice extends Notice {
  /** A page of this attempt has confirmed it. */
  readonly shown: boolean;
}

export interface AppendReply {
  /** 1…through of this epoch are committed. */
  readonly through: number;
  /** Present when the entries were stored as late ones: a person decides about them, no answer has changed. */
  readonly late?: true;
  readonly refused?: readonly { readonly n: number; readonly code: RefusalCode }[];
  readonly seq?: number;
  readonly head?: string;
  readonly deadline?: Deadline;
}

export interface SealReply {
  /** Ed25519 JWS in compact form. */
  readonly receipt: string;
  /** Epoch ms. */
  readonly sealedAt: number;
}

/** It is with the staff: they see it in their room. */
export interface HelpReply {
  /** Epoch ms. */
  readonly receivedAt: number;
}

export interface RenewReply {
  readonly accessToken: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export interface CandidateRequests {
  'attempt:open': (request: OpenRequest, ack: (reply: Ack<OpenReply>) => void) => void;
  'paper:stream': (request: StreamRequest, ack: (reply: Ack<{ count: number }>) => void) => void;
  'journal:append': (request: AppendRequest, ack: (reply: Ack<AppendReply>) => void) => void;
  'attempt:seal': (request: SealRequest, ack: (reply: Ack<SealReply>) => void) => void;
  'invigilator:call': (request: CallRequest, ack: (reply: Ack<HelpReply>) => void) => void;
  'question:report': (request: ReportRequest, ack: (reply: Ack<HelpReply>) => void) => void;
  'session:renew': (request: Record<string, never>, ack: (reply: Ack<RenewReply>) => void) => void;
}

export interface CandidatePushes {
  'paper:questions': (chunk: QuestionsChunk) => void;
  'deadline:changed': (push: {
    attemptId: string;
    deadline: Deadline;
    commandId?: string;
    reason?: string;
  }) => void;
  'attempt:superseded': (push: { attemptId: string; epoch: number; deviceId: string }) => void;
  'attempt:sealed': (push: { attemptId: string; reason: string; sealedAt: number; receipt: string }) => void;
  'attempt:paused': (push: { attemptId: string; at: number; commandId: string; reason?: string }) => void;
  'attempt:resumed': (push: { attemptId: string; deadline: Deadline; commandId: string }) => void;
  notice: (push: Notice & { attemptId: string }) => void;
  'server:draining': (push: { reconnectAfterMs: number }) => void;
}
