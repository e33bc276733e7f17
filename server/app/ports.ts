import type { CommandContent, ExamCommand, Scope } from '../domain/command.ts';
import type { LocalText, PaperContent } from '../domain/content.ts';
import type { Frame, FrameDraft } from '../domain/frame.ts';
import type { PaperKey } from '../domain/key.ts';
import type { CandidatePushes } from '../protocol/candidate.ts';
import type { Role } from '../protocol/http.ts';

/** What the use cases need from the world. Drivers live in ledger/ and live/; main/ joins them. All times are epoch ms. */

/** The server's clock: that of the attempt's database, monotonic between two readings. */
export interface Clock {
  now(): number;
}

export interface Chance {
  /** A UUID of version 7 (RFC 9562): sorted by time, so that new rows meet in the same index pages. */
  id(): string;
  /** 128 random bits, hex. */
  seed(): string;
}

/** Where an attempt lives: its partition and its id. */
export interface AttemptKey {
  readonly regionId: number;
  readonly attemptId: string;
}

/** An attempt's row: what was frozen when it was opened. */
export interface AttemptRef extends AttemptKey {
  readonly examId: string;
  readonly candidateId: string;
  readonly districtId: number;
  readonly centreId: string | null;
}

/** The last frame a writer knows: it writes at seq + 1 or not at all. `null` before the first frame. */
export interface Tail {
  readonly seq: number;
  /** Chain hash, hex. */
  readonly head: string;
}

export type WriteOutcome =
  | { readonly outcome: 'committed'; readonly frame: Frame }
  /**
   * Not written, and certainly so: another frame has this place, the attempt takes no answers, the stamp is too old,
   * or (seals) the exam log has moved on. Read the tail and decide again.
   */
  | { readonly outcome: 'refused' }
  /** The queue is full; nothing was written. */
  | { readonly outcome: 'busy'; readonly retryAfterMs: number }
  /** The database did not answer in time. Whether it was written is unknown until the tail has been read. */
  | { readonly outcome: 'unavailable'; readonly retryAfterMs: number }
  /** The database refuses the data itself: a bug or an attack that got past every check. */
  | { readonly outcome: 'invalid' };

/** What the seal's statement writes besides the frame. */
export interface SubmissionRow {
  readonly reason: string;
  readonly receipt: string;
  readonly kid: string;
  readonly digest: string;
}

/** The attempts' logs. Every method that resolves with `committed` has been committed durably. */
export interface AttemptLog {
  /** Frames with seq > `afterSeq`, in order, from the primary. Calls are batched. Rejects with `Unavailable`. */
  read(key: AttemptKey, afterSeq: number): Promise<readonly Frame[]>;
  /**
   * Resolves once everything that was read before is as durable as a commit of our own: with a synchronous standby a row
   * can be seen before the standby has it. Rejects with `Unavailable`.
   */
  confirm(): Promise<void>;
  /** Creates the attempt's row and its first frame. `refused`: this candidate has an attempt already. */
  open(ref: AttemptRef, draft: FrameDraft, sweepAt: number): Promise<WriteOutcome>;
  append(ref: AttemptRef, tail: Tail, draft: FrameDraft): Promise<WriteOutcome>;
  /** A frame that carries a receipt, with submission, status and scoring job in the same statement. */
  seal(ref: AttemptRef, tail: Tail, draft: FrameDraft, submission: SubmissionRow): Promise<WriteOutcome>;
}

/** Which attempts the sweeper has to look at. Every method rejects with `Unavailable`. */
export interface SweepIndex {
  /** Marks some of the attempts to which commands call the sweeper; `false` when nothing is left to do here. */
  call(): Promise<boolean>;
  /** Attempts that want a look at `now`, the earliest first; for `forMs` no other sweeper is given them. */
  claim(now: number, limit: number, forMs: number): Promise<readonly DueAttempt[]>;
  /** What the log says of an attempt that was looked at. A call that came since stands. */
  settle(due: DueAttempt, found: SweptStatus): Promise<void>;
}

/** An attempt that wants the sweeper's look, and when it is due again if nothing comes of it. */
export interface DueAttempt {
  readonly ref: AttemptRef;
  readonly since: number;
}

/** Sealed attempts rest until a command calls for them. */
export type SweptStatus =
  | { readonly status: 'open'; readonly nextLook: number }
  | { readonly status: 'sealed' };

/** The database gave no answer in time. Nothing may be concluded from it. */
export class Unavailable extends Error {
  constructor(cause: unknown) {
    super('The database did not answer in time.', { cause });
    this.name = 'Unavailable';
  }
}

export type NewExamCommand = CommandContent & {
  readonly commandId: string;
  readonly scope: Scope;
  readonly actor: string;
  readonly issuedAt: number;
};

/** The exams' logs. */
export interface ExamLog {
  /** Commands with seq > `afterSeq`, in order, from the primary. */
  read(examId: string, afterSeq: number): Promise<readonly ExamCommand[]>;
  /** Commands of many exams at once: exam id → last seq known. */
  readMany(after: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, readonly ExamCommand[]>>;
  /**
   * `repeated`: this command id is there already with the same content; `conflict`: with other content. With `after` the
   * command is written behind the command of that number, or not at all (`moved`: the log has gone on).
   */
  append(
    examId: string,
    command: NewExamCommand,
    after?: number,
  ): Promise<
    | { outcome: 'committed' | 'repeated'; command: ExamCommand }
    | { outcome: 'conflict' }
    | { outcome: 'moved' }
  >;
}

export interface ExamRow {
  readonly id: string;
  readonly paperHash: string;
  readonly status: 'published' | 'closed';
}

/** A candidate's place in an exam, with the attempt if there is one. */
export interface Seat {
  readonly regionId: number;
  readonly districtId: number;
  readonly centreId: string | null;
  readonly rollNumber: string;
  readonly extraPerHourMs: number;
  readonly attempt: AttemptRef | null;
}

export interface EnrolledExam {
  readonly examId: string;
  readonly paperHash: string;
  readonly rollNumber: string;
  readonly extraPerHourMs: number;
  readonly attempt: { readonly attemptId: string; readonly status: 'open' | 'sealed' } | null;
}

/** Exams, papers, seats. Papers are immutable; whoever reads one may keep it. */
export interface Catalogue {
  exam(examId: string): Promise<ExamRow | null>;
  paper(hash: string): Promise<PaperContent | null>;
  /** Batched across calls; stands on the way of 24,000 starts. */
  seat(examId: string, candidateId: string): Promise<Seat | null>;
  attempt(attemptId: string): Promise<AttemptRef | null>;
  examsOf(candidateId: string): Promise<readonly EnrolledExam[]>;
  /** Published exams, those that open last first. */
  latestExams(limit: number): Promise<readonly ListedExam[]>;
}

/** An exam as it stands in a list. Times are epoch ms. */
export interface ListedExam {
  readonly id: string;
  readonly title: LocalText;
  readonly opensAt: number;
  readonly lastEntryAt: number;
  readonly closesAt: number;
}

export interface SubmissionRecord {
  readonly sealSeq: number;
  readonly sealedAt: number;
  readonly receipt: string;
  readonly kid: string;
}

/** `rating` from 1 to 5; `null` where the item does not apply. */
export interface FeedbackRating {
  readonly itemId: string;
  readonly rating: number | null;
}

export interface GivenFeedback {
  readonly attemptId: string;
  readonly examId: string;
  readonly ratings: readonly FeedbackRating[];
  readonly comment: string | null;
}

export type FeedbackOutcome =
  /** Stored now, or the very same was stored before. */
  | { readonly outcome: 'given'; readonly at: number }
  /** Something else was stored before; that stays. */
  | { readonly outcome: 'other' }
  | { readonly outcome: 'not-sealed' };

/** What candidates say about an exam after the hand-in: once for each attempt. */
export interface FeedbackBook {
  isGiven(attemptId: string): Promise<boolean>;
  give(feedback: GivenFeedback): Promise<FeedbackOutcome>;
}

/** A section that every candidate is given whole. */
export interface SealableSection {
  readonly sectionId: string;
  /** What the encryption is bound to. */
  readonly context: string;
  /** The questions, JSON. */
  readonly text: string;
}

export interface SealedSection {
  readonly sectionId: string;
  /** SHA-256 of the ciphertext, hex. */
  readonly hash: string;
  /** Size of the ciphertext. */
  readonly bytes: number;
  /** base64url. Goes to nobody but a candidate to whom the section is open. */
  readonly key: string;
}

/** Papers as they may be fetched before the start. */
export interface SealedSections {
  /** The sealed sections of a paper; `contents` is sealed if none are there. */
  ofPaper(paperHash: string, contents: () => readonly SealableSection[]): Promise<readonly SealedSection[]>;
  ciphertext(hash: string): Promise<Uint8Array | null>;
}

/** What scoring needs, apart from everything the candidates' side can reach. */
export interface Marking {
  key(paperHash: string): Promise<{ readonly version: number; readonly key: PaperKey } | null>;
  submissions(attemptId: string): Promise<readonly SubmissionRecord[]>;
  saveScore(score: ScoreRow): Promise<void>;
  raiseIncident(incident: IncidentRow): Promise<void>;
}

export interface ScoreRow {
  readonly attemptId: string;
  readonly sealSeq: number;
  readonly keyVersion: number;
  /** Exact, `n/d`. */
  readonly total: string;
  readonly maximum: string;
  /** Per section and question, JSON. */
  readonly detail: string;
}

export interface IncidentRow {
  readonly examId: string;
  readonly attemptId: string;
  readonly kind: string;
  readonly detail: string;
}

/** A durable job. Jobs are enqueued by the statement that causes them. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly tries: number;
}

export interface JobQueue {
  /** Takes up to `limit` jobs for `leaseMs`; a job whose lease runs out is taken again by somebody else. */
  claim(kinds: readonly string[], limit: number, leaseMs: number): Promise<readonly Job[]>;
  done(id: string): Promise<void>;
  /** Tried again after `retryInMs`, or kept as failed when that is `null`. */
  failed(id: string, error: string, retryInMs: number | null): Promise<void>;
}

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly disabled: boolean;
}

export interface People {
  byUsername(username: string): Promise<Person | null>;
  byId(userId: string): Promise<Person | null>;
}

/** A sign-in on one browser. Lives until it expires, is ended there, or everywhere. */
export interface SignIn {
  readonly sessionId: string;
  readonly userId: string;
  readonly expiresAt: number;
  readonly revoked: boolean;
}

export interface Sessions {
  create(session: {
    sessionId: string;
    userId: string;
    secretHash: string;
    expiresAt: number;
  }): Promise<void>;
  find(sessionId: string): Promise<(SignIn & { readonly secretHash: string }) | null>;
  revoke(sessionId: string): Promise<void>;
  /** Returns the sessions that were ended. */
  revokeAll(userId: string): Promise<readonly string[]>;
}

/** What an access token says. */
export interface Claims {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export type TokenCheck =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly code: 'unauthenticated' | 'token-expired' };

export interface Tokens {
  /** Claims for a role are signed for that role's audience only. */
  sign(
    claims: Omit<Claims, 'expiresAt'>,
    now: number,
  ): { readonly accessToken: string; readonly expiresAt: number };
  /** Locally: no database, no Redis. */
  verify(token: string, audience: 'candidate' | 'staff', now: number): TokenCheck;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for an unknown user (`hash` null). `busy` when too many wait. */
  verify(hash: string | null, password: string): Promise<boolean | 'busy'>;
}

/** Signs receipts. The same payload and key give the same bytes. */
export interface ReceiptSigner {
  /** The key in use. */
  readonly kid: string;
  /** Compact JWS over exactly this payload text. */
  sign(payload: string, kid: string): string;
  /** The payload, if the signature holds. */
  verify(jws: string): { readonly payload: string; readonly kid: string } | null;
}

/** SHA-256 of UTF-8 text, hex. */
export type Digest = (text: string) => string;

/** Counted in each node. Buckets are named by what they limit; what is counted for all nodes is in ports/live.ts. */
export interface RateLimits {
  /** `null`: go on; otherwise how long to wait, in ms. */
  take(bucket: RateBucket, key: string, cost: number, now: number): number | null;
}

export type RateBucket = 'append' | 'observe' | 'takeover' | 'read' | 'help' | 'renewal' | 'http';

/** Everybody who shows one attempt, on whatever device. */
export interface Audience {
  /** Whether pages at other nodes can be reached. */
  readonly spansNodes: boolean;
  /** `everywhere`: also the pages at other nodes. What each node finds out by itself is told by it alone: `here`. */
  push<E extends keyof CandidatePushes>(
    attemptId: string,
    event: E,
    payload: Parameters<CandidatePushes[E]>[0],
    reach: 'here' | 'everywhere',
  ): void;
}

/** What the use cases tell the operator. Ids only, never names. */
export interface Log {
  info(detail: Readonly<Record<string, unknown>>, message: string): void;
  warn(detail: Readonly<Record<string, unknown>>, message: string): void;
  error(detail: Readonly<Record<string, unknown>>, message: string): void;
}
