import type {
  AppendReply,
  AppendRequest,
  CallRequest,
  HelpReply,
  OpenReply,
  OpenRequest,
  QuestionsChunk,
  RenewReply,
  ReportRequest,
  SealReply,
  SealRequest,
  StreamRequest,
} from '../protocol/candidate.ts';
import type { FeedbackFormReply, FeedbackReply, FeedbackRequest } from '../protocol/feedbackForm.ts';
import type { ExamsReply, ReceiptReply, SignInReply, VerifyReply } from '../protocol/http.ts';
import type {
  GrantLostTimeReply,
  GrantLostTimeRequest,
  IncidentDetailReply,
  IncidentReply,
  IncidentsReply,
  LostTimeReply,
  NoteRequest,
} from '../protocol/incidents.ts';
import type { SealedReply } from '../protocol/sealed.ts';
import type {
  ApprovalRequest,
  ApprovalsReply,
  CodeReply,
  CodeRequest,
  CommandsReply,
  DecisionReply,
  IssueReply,
  IssueRequest,
  JudgeReply,
  JudgeRequest,
  PreviewReply,
  PreviewRequest,
  StaffExamsReply,
  TimelineReply,
} from '../protocol/staff.ts';
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
  callInvigilator(who: Claims, request: CallRequest): Promise<Result<HelpReply>>;
  reportQuestion(who: Claims, request: ReportRequest): Promise<Result<HelpReply>>;
  /** What may be fetched of an exam before its start. */
  sealedSections(who: Claims, examId: string): Promise<Result<SealedReply>>;
  feedbackForm(who: Claims, attemptId: string): Promise<Result<FeedbackFormReply>>;
  giveFeedback(who: Claims, attemptId: string, request: FeedbackRequest): Promise<Result<FeedbackReply>>;
  listExams(who: Claims): Promise<Result<ExamsReply>>;
  /** A transport shows this attempt: it is kept in memory until `leave`. */
  attend(attemptId: string): void;
  /** `heardAt`: when anything came over that transport last, epoch ms, if that was before now. */
  leave(attemptId: string, heardAt?: number): void;
}

/** What proctors and the exam office can do, each within the districts and centres assigned to them. */
export interface StaffUseCases {
  listExams(who: Claims): Promise<Result<StaffExamsReply>>;
  issueCommand(who: Claims, examId: string, request: IssueRequest): Promise<Result<IssueReply>>;
  previewCommand(who: Claims, examId: string, request: PreviewRequest): Promise<Result<PreviewReply>>;
  /** Commands after this place in the exam's log. */
  listCommands(who: Claims, examId: string, after: number): Promise<Result<CommandsReply>>;
  listApprovals(who: Claims, examId: string): Promise<Result<ApprovalsReply>>;
  decideApproval(
    who: Claims,
    examId: string,
    approvalId: string,
    request: ApprovalRequest,
  ): Promise<Result<DecisionReply>>;
  issueSignInCode(
    who: Claims,
    examId: string,
    candidateId: string,
    request: CodeRequest,
  ): Promise<Result<CodeReply>>;
  /** `lateSeq`: the frame that holds the late entries. */
  judgeLate(
    who: Claims,
    attemptId: string,
    lateSeq: number,
    request: JudgeRequest,
  ): Promise<Result<JudgeReply>>;
  /** Frames after this place in the attempt's log. */
  timeline(who: Claims, attemptId: string, after: number): Promise<Result<TimelineReply>>;
}

/** What staff do with incidents and lost time. */
export interface StaffIncidentUseCases {
  listIncidents(who: Claims, examId: string): Promise<Result<IncidentsReply>>;
  showIncident(who: Claims, incidentId: string): Promise<Result<IncidentDetailReply>>;
  claimIncident(who: Claims, incidentId: string): Promise<Result<IncidentReply>>;
  releaseIncident(who: Claims, incidentId: string): Promise<Result<IncidentReply>>;
  noteIncident(who: Claims, incidentId: string, request: NoteRequest): Promise<Result<IncidentReply>>;
  resolveIncident(who: Claims, incidentId: string, request: NoteRequest): Promise<Result<IncidentReply>>;
  listLostTime(who: Claims, examId: string): Promise<Result<LostTimeReply>>;
  grantLostTime(
    who: Claims,
    examId: string,
    request: GrantLostTimeRequest,
  ): Promise<Result<GrantLostTimeReply>>;
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
  /** With a code that a proctor has issued; it serves once. */
  signInWithCode(username: string, code: string, address: string): Promise<Result<Signed>>;
  renewByCookie(cookie: string): Promise<Result<SignInReply>>;
  /** Over a live socket. `unavailable` when the database cannot be asked: the socket then stays. */
  renew(who: Claims): Promise<Result<RenewReply>>;
  signOut(cookie: string, everywhere: boolean): Promise<Result<object>>;
}
