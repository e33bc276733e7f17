import type {
  AnswerState,
  AppendReply,
  CandidatePushes,
  Deadline,
  EarlierPen,
  HelpReply,
  LocalText,
  OpenReply,
  PaperOutline,
  PastNotice,
  QuestionsChunk,
  RenewReply,
  SealReply,
  WireChoice,
  WireGroup,
  WireImage,
  WireQuestion,
} from '../../server/protocol/candidate.ts';
import { type ErrorCode, errorCodes, refusalCodes, type WireError } from '../../server/protocol/errors.ts';
import type { FeedbackFormReply, FeedbackReply } from '../../server/protocol/feedbackForm.ts';
import type { FormulaPart, Formulas } from '../../server/protocol/formulas.ts';
import type {
  ExamsReply,
  ReceiptPayload,
  ReceiptReply,
  SignInReply,
  VerifyReply,
} from '../../server/protocol/http.ts';
import type { SealedReply } from '../../server/protocol/sealed.ts';
import {
  array,
  boolean,
  type Form,
  literal,
  map,
  nullable,
  number,
  object,
  oneOf,
  optional,
  or,
  positive,
  type Read,
  record,
  string,
  unknown,
} from './form.ts';

/**
 * What the server sends, as it is read here. Fields that this client does not know are passed over, so that a
 * newer server does not break it; what cannot be read counts as no answer (a captive portal says 200 too).
 */

export type CookieRenewReply = RenewReply & Partial<Pick<SignInReply, 'user'>>;

const isErrorCode = (code: string): code is ErrorCode => errorCodes.some((known) => known === code);

export const wireErrorSchema: Form<WireError> = object({
  code: map(string(), (code: string): ErrorCode => (isErrorCode(code) ? code : 'internal')),
  message: string(),
  retryAfterMs: optional(positive()),
  details: optional(record(unknown())),
});

export const errorReply = object({ ok: literal(false), error: wireErrorSchema });

const localText: Form<LocalText> = record(string());

const deadline: Form<Deadline> = object({
  at: number(),
  version: number(),
  sections: optional(array(object({ id: string(), opensAt: number(), endsAt: number() }))),
});

const answerState: Form<AnswerState> = object({
  value: map(unknown(), (value: unknown): unknown => value ?? null),
  marked: boolean(),
  visited: boolean(),
});

const paperOutline: Form<PaperOutline> = object({
  hash: string(),
  title: localText,
  languages: array(string()),
  // An aid that this page does not have is none.
  tools: optional(
    object({ calculator: or(oneOf(['none', 'basic', 'scientific']), 'none'), keypad: boolean() }),
  ),
  sections: array(
    object({
      id: string(),
      title: localText,
      state: oneOf(['locked', 'open', 'closed']),
      questionIds: array(string()),
      sealed: optional(object({ hash: string(), contentKey: string(), options: array(string()) })),
    }),
  ),
});

const status = oneOf(['open', 'paused', 'sealed']);

const earlierPen: Form<EarlierPen> = object({
  epoch: number(),
  deviceId: string(),
  through: number(),
});

const noticeKind = oneOf(['message', 'announce', 'warn', 'erratum']);

const pastNotice: Form<PastNotice> = object({
  commandId: string(),
  kind: noticeKind,
  text: localText,
  questionId: optional(string()),
  at: number(),
  shown: boolean(),
});

export const openReply: Form<OpenReply> = object({
  attemptId: string(),
  epoch: number(),
  through: number(),
  prior: optional(earlierPen),
  earlier: optional(array(earlierPen)),
  seq: number(),
  head: string(),
  status,
  serverNow: number(),
  deadline,
  paper: paperOutline,
  answers: record(answerState),
  current: nullable(string()),
  notices: optional(array(pastNotice)),
  observe: optional(array(string())),
});

/** The part of an attempt's state by which one sees that it has changed. */
export const stateReply = object({
  status,
  deadline,
  epoch: number(),
  notices: optional(array(unknown())),
});
export type StateReply = Read<typeof stateReply>;

export const appendReply: Form<AppendReply> = object({
  through: number(),
  late: optional(literal(true)),
  // A server newer than this page may know reasons that the page does not.
  refused: optional(array(object({ n: number(), code: or(oneOf(refusalCodes), 'malformed-entry') }))),
  seq: optional(number()),
  head: optional(string()),
  deadline: optional(deadline),
});

export const helpReply: Form<HelpReply> = object({ receivedAt: number() });

export const sealReply: Form<SealReply> = object({ receipt: string(), sealedAt: number() });
export const renewReply: Form<RenewReply> = object({
  accessToken: string(),
  expiresAt: number(),
});
const user = object({
  id: string(),
  username: string(),
  displayName: string(),
  role: oneOf(['candidate', 'proctor', 'author', 'admin']),
});

/** Over HTTP the server also says whose sign-in it renewed; a page that was just loaded does not know. */
export const cookieRenewReply: Form<CookieRenewReply> = object({
  accessToken: string(),
  expiresAt: number(),
  user: optional(user),
});
export const streamReply = object({ count: number() });

const image: Form<WireImage> = object({ src: string(), alt: localText });
const choice: Form<WireChoice> = object({ id: string(), text: localText });

const isFormulaPart = (value: unknown): value is FormulaPart =>
  Array.isArray(value) &&
  typeof value[0] === 'string' &&
  value.every((each) => typeof each === 'string' || typeof each === 'number');

const formulaPart: Form<FormulaPart> = {
  safeParse: (value) => (isFormulaPart(value) ? { success: true, data: value } : { success: false }),
};

/** Drawings that cannot be read are none: a question does not depend on them. */
const formulas: Form<Formulas> = or(
  object({ drawnFor: string(), parts: array(formulaPart), drawn: record(array(number())) }),
  { drawnFor: '', parts: [], drawn: {} },
);

const group: Form<WireGroup> = object({
  id: string(),
  text: localText,
  formulas: optional(formulas),
  images: optional(array(image)),
});

const question: Form<WireQuestion> = object({
  id: string(),
  sectionId: string(),
  type: oneOf(['single', 'multiple', 'numerical', 'matrix', 'assertion-reason', 'true-false', 'short-text']),
  text: localText,
  marks: object({ rule: string(), correct: string(), wrong: string(), perOption: optional(string()) }),
  group: optional(group),
  formulas: optional(formulas),
  images: optional(array(image)),
  options: optional(array(choice)),
  assertion: optional(localText),
  reason: optional(localText),
  rows: optional(array(choice)),
  columns: optional(array(choice)),
  unit: optional(localText),
  range: optional(object({ min: optional(string()), max: optional(string()) })),
  maxLength: optional(number()),
});

export const questionsChunk: Form<QuestionsChunk> = object({
  from: number(),
  questions: array(question),
});

type PushSchemas = { [E in keyof CandidatePushes]: Form<Parameters<CandidatePushes[E]>[0]> };

const attemptId = string();
const commandId = string();
const reason = optional(string());

export const pushes: PushSchemas = {
  'paper:questions': questionsChunk,
  'deadline:changed': object({ attemptId, deadline, commandId: optional(commandId), reason }),
  'attempt:superseded': object({ attemptId, epoch: number(), deviceId: string() }),
  'attempt:sealed': object({ attemptId, reason: string(), sealedAt: number(), receipt: string() }),
  'attempt:paused': object({ attemptId, at: number(), commandId, reason }),
  'attempt:resumed': object({ attemptId, deadline, commandId }),
  notice: object({
    attemptId,
    commandId,
    kind: noticeKind,
    text: localText,
    questionId: optional(string()),
    at: number(),
  }),
  'server:draining': object({ reconnectAfterMs: positive() }),
};

export const signInReply: Form<SignInReply> = object({
  accessToken: string(),
  expiresAt: number(),
  user,
});

export const examsReply: Form<ExamsReply> = object({
  serverNow: number(),
  exams: array(
    object({
      id: string(),
      title: localText,
      status: oneOf(['upcoming', 'open', 'in-progress', 'handed-in', 'closed']),
      opensAt: number(),
      lastEntryAt: number(),
      closesAt: number(),
      clock: oneOf(['individual', 'common']),
      durationMs: number(),
      endsAt: optional(number()),
      languages: array(string()),
      rollNumber: string(),
      attemptId: optional(string()),
    }),
  ),
});

export const receiptReply: Form<ReceiptReply> = object({
  receipt: string(),
  sealedAt: number(),
  supersedes: optional(number()),
});

export const feedbackFormReply: Form<FeedbackFormReply> = object({
  items: array(object({ id: string(), text: localText })),
  freeText: boolean(),
  given: boolean(),
});

export const feedbackReply: Form<FeedbackReply> = object({ givenAt: number() });

export const sealedReply: Form<SealedReply> = object({
  paper: string(),
  sections: array(object({ sectionId: string(), hash: string(), bytes: number() })),
});

/** What a receipt states. */
export const receiptPayload: Form<ReceiptPayload> = object({
  iss: string(),
  attemptId: string(),
  examId: string(),
  candidateId: string(),
  paper: string(),
  sealSeq: number(),
  head: string(),
  epoch: number(),
  through: number(),
  answered: number(),
  digest: string(),
  reason: string(),
  sealedAt: number(),
});

export const verifyReply: Form<VerifyReply> = object({
  valid: boolean(),
  reason: optional(string()),
  payload: optional(receiptPayload),
  supersededBy: optional(number()),
});

export const keySet = object({ keys: array(record(unknown())) });
export type KeySet = Read<typeof keySet>;

/** Any JSON object: that something answers is all one wants to know. */
export const healthReply = object({});
