import type {
  AppendReply,
  AppendRequest,
  OpenReply,
  OpenRequest,
  QuestionsChunk,
  RenewReply,
  SealReply,
  SealRequest,
  StreamRequest,
} from '../protocol/candidate.ts';
import type { FeedbackFormReply, FeedbackReply, FeedbackRequest } from '../protocol/feedback.ts';
import type { ExamsReply, ReceiptReply, SignInReply, VerifyReply } from '../protocol/http.ts';
import type { SealedReply } from '../protocol/sealed.ts';
import type { Claims } from './ports.ts';
import type { Result } from './result.ts';

/**
 * What a candidate can do, whatever the transport. Another candidate's attempt or exam is answered like an absent
 * one. `receivedAt` is server time at which the message arrived at the transport, before any queue, epoch ms.
 */
export interface CandidateUseCases {
  openAttempt(who: Claims, request: OpenRequest): Promise<Result<OpenReply>>;
  /**
   * At most `count` questions from index `from` of the candidate's order, as far as their section is open; the reply's
   * `from` is the index of the first one.
   */
  streamQuestions(who: Claims, request: StreamRequest): Promise<Result<QuestionsChunk>>;
  appendEntries(who: Claims, request: AppendRequest, receivedAt: number): Promise<Result<AppendReply>>;
  sealAttempt(who: Claims, request: SealRequest, receivedAt: number): Promise<Result<SealReply>>;
  /** The attempt as it stands, without taking the pen. */
  attemptState(who: Claims, attemptId: string): Promise<Result<OpenReply>>;
  receipt(who: Claims, attemptId: string): Promise<Result<ReceiptReply>>;
  /** What may be fetched of an exam before its start. */
  sealedSections(who: Claims, examId: string): Promise<Result<SealedReply>>;
  feedbackForm(who: Claims, attemptId: string): Promise<Result<FeedbackFormReply>>;
  giveFeedback(who: Claims, attemptId: string, request: FeedbackRequest): Promise<Result<FeedbackReply>>;
  listExams(who: Claims): Promise<Result<ExamsReply>>;
  /** A transport shows this attempt: it is kept in memory until `leave`. */
  attend(attemptId: string): void;
  leave(attemptId: string): void;
}

/** Open to everybody. */
export interface PublicUseCases {
  verifyReceipt(receipt: string): Promise<Result<VerifyReply>>;
  /** A sealed section by its hash; `not-found` when there is none. */
  ciphertext(hash: string): Promise<Result<Uint8Array>>;
}

/** The refresh cookie's value: session id and secret. Only its hash is stored. */
export interface Signed {
  readonly reply: SignInReply;
  readonly cookie: string;
  readonly cookieExpiresAt: number;
}

export interface SessionUseCases {
  /** `address` is the peer's, for the rate limit. */
  signIn(username: string, password: string, address: string): Promise<Result<Signed>>;
  renewByCookie(cookie: string): Promise<Result<SignInReply>>;
  /** Over a live socket. `unavailable` when the database cannot be asked: the socket then stays. */
  renew(who: Claims): Promise<Result<RenewReply>>;
  signOut(cookie: string, everywhere: boolean): Promise<Result<object>>;
}
