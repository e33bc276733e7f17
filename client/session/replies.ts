import * as z from 'zod/mini';
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
  WireImage,
  WireQuestion,
} from '../../server/protocol/candidate.ts';
import {
  type ErrorCode,
  errorSentences,
  refusalCodes,
  type WireError,
} from '../../server/protocol/errors.ts';
import type { FeedbackFormReply, FeedbackReply } from '../../server/protocol/feedbackForm.ts';
import type {
  ExamsReply,
  ReceiptPayload,
  ReceiptReply,
  SignInReply,
  VerifyReply,
} from '../../server/protocol/http.ts';
import type { SealedReply } from '../../server/protocol/sealed.ts';

/**
 * What the server sends, as it is read here. Fields that this client does not know are passed over, so that a
 * newer server does not break it; what cannot be read counts as no answer (a captive portal says 200 too).
 */

export type CookieRenewReply = RenewReply & Partial<Pick<SignInReply, 'user'>>;

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorSentences, code);

export const wireErrorSchema: z.ZodMiniType<WireError> = z.object({
  code: z.pipe(
    z.string(),
    z.transform((code: string): ErrorCode => (isErrorCode(code) ? code : 'internal')),
  ),
  message: z.string(),
  retryAfterMs: z.exactOptional(z.number().check(z.gte(0))),
  details: z.exactOptional(z.record(z.string(), z.unknown())),
});

export const errorReply = z.object({ ok: z.literal(false), error: wireErrorSchema });

const localText: z.ZodMiniType<LocalText> = z.record(z.string(), z.string());

const deadline: z.ZodMiniType<Deadline> = z.object({
  at: z.number(),
  version: z.number(),
  sections: z.exactOptional(z.array(z.object({ id: z.string(), opensAt: z.number(), endsAt: z.number() }))),
});

const answerState: z.ZodMiniType<AnswerState> = z.object({
  value: z.pipe(
    z.unknown(),
    z.transform((value: unknown): unknown => value ?? null),
  ),
  marked: z.boolean(),
  visited: z.boolean(),
});

const paperOutline: z.ZodMiniType<PaperOutline> = z.object({
  hash: z.string(),
  title: localText,
  languages: z.array(z.string()),
  // An aid that this page does not have is none.
  tools: z.exactOptional(
    z.object({ calculator: z.catch(z.enum(['none', 'basic', 'scientific']), 'none'), keypad: z.boolean() }),
  ),
  sections: z.array(
    z.object({
      id: z.string(),
      title: localText,
      state: z.enum(['locked', 'open', 'closed']),
      questionIds: z.array(z.string()),
      sealed: z.exactOptional(
        z.object({ hash: z.string(), contentKey: z.string(), options: z.array(z.string()) }),
      ),
    }),
  ),
});

const status = z.enum(['open', 'paused', 'sealed']);

const earlierPen: z.ZodMiniType<EarlierPen> = z.object({
  epoch: z.number(),
  deviceId: z.string(),
  through: z.number(),
});

const noticeKind = z.enum(['message', 'announce', 'warn', 'erratum']);

const pastNotice: z.ZodMiniType<PastNotice> = z.object({
  commandId: z.string(),
  kind: noticeKind,
  text: localText,
  questionId: z.exactOptional(z.string()),
  at: z.number(),
  shown: z.boolean(),
});

export const openReply: z.ZodMiniType<OpenReply> = z.object({
  attemptId: z.string(),
  epoch: z.number(),
  through: z.number(),
  prior: z.exactOptional(earlierPen),
  earlier: z.exactOptional(z.array(earlierPen)),
  seq: z.number(),
  head: z.string(),
  status,
  serverNow: z.number(),
  deadline,
  paper: paperOutline,
  answers: z.record(z.string(), answerState),
  current: z.nullable(z.string()),
  notices: z.exactOptional(z.array(pastNotice)),
  observe: z.exactOptional(z.array(z.string())),
});

/** The part of an attempt's state by which one sees that it has changed. */
export const stateReply = z.object({
  status,
  deadline,
  epoch: z.number(),
  notices: z.exactOptional(z.readonly(z.array(z.unknown()))),
});
export type StateReply = z.infer<typeof stateReply>;

export const appendReply: z.ZodMiniType<AppendReply> = z.object({
  through: z.number(),
  late: z.exactOptional(z.literal(true)),
  // A server newer than this page may know reasons that the page does not.
  refused: z.exactOptional(
    z.array(z.object({ n: z.number(), code: z.catch(z.enum(refusalCodes), 'malformed-entry') })),
  ),
  seq: z.exactOptional(z.number()),
  head: z.exactOptional(z.string()),
  deadline: z.exactOptional(deadline),
});

export const helpReply: z.ZodMiniType<HelpReply> = z.object({ receivedAt: z.number() });

export const sealReply: z.ZodMiniType<SealReply> = z.object({ receipt: z.string(), sealedAt: z.number() });
export const renewReply: z.ZodMiniType<RenewReply> = z.object({
  accessToken: z.string(),
  expiresAt: z.number(),
});
const user = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(['candidate', 'proctor', 'author', 'admin']),
});

/** Over HTTP the server also says whose sign-in it renewed; a page that was just loaded does not know. */
export const cookieRenewReply: z.ZodMiniType<CookieRenewReply> = z.object({
  accessToken: z.string(),
  expiresAt: z.number(),
  user: z.exactOptional(user),
});
export const streamReply = z.object({ count: z.number() });

const image: z.ZodMiniType<WireImage> = z.object({ src: z.string(), alt: localText });
const choice: z.ZodMiniType<WireChoice> = z.object({ id: z.string(), text: localText });

const question: z.ZodMiniType<WireQuestion> = z.object({
  id: z.string(),
  sectionId: z.string(),
  type: z.enum(['single', 'multiple', 'numerical', 'matrix', 'assertion-reason', 'true-false', 'short-text']),
  text: localText,
  marks: z.object({ correct: z.string(), wrong: z.string(), rule: z.string() }),
  group: z.exactOptional(
    z.object({ id: z.string(), text: localText, images: z.exactOptional(z.array(image)) }),
  ),
  images: z.exactOptional(z.array(image)),
  options: z.exactOptional(z.array(choice)),
  assertion: z.exactOptional(localText),
  reason: z.exactOptional(localText),
  rows: z.exactOptional(z.array(choice)),
  columns: z.exactOptional(z.array(choice)),
  unit: z.exactOptional(localText),
  maxLength: z.exactOptional(z.number()),
});

export const questionsChunk: z.ZodMiniType<QuestionsChunk> = z.object({
  from: z.number(),
  questions: z.array(question),
});

type PushSchemas = { [E in keyof CandidatePushes]: z.ZodMiniType<Parameters<CandidatePushes[E]>[0]> };

const attemptId = z.string();
const commandId = z.string();
const reason = z.exactOptional(z.string());

export const pushes: PushSchemas = {
  'paper:questions': questionsChunk,
  'deadline:changed': z.object({ attemptId, deadline, commandId: z.exactOptional(commandId), reason }),
  'attempt:superseded': z.object({ attemptId, epoch: z.number(), deviceId: z.string() }),
  'attempt:sealed': z.object({ attemptId, reason: z.string(), sealedAt: z.number(), receipt: z.string() }),
  'attempt:paused': z.object({ attemptId, at: z.number(), commandId, reason }),
  'attempt:resumed': z.object({ attemptId, deadline, commandId }),
  notice: z.object({
    attemptId,
    commandId,
    kind: noticeKind,
    text: localText,
    questionId: z.exactOptional(z.string()),
    at: z.number(),
  }),
  'server:draining': z.object({ reconnectAfterMs: z.number().check(z.gte(0)) }),
};

export const signInReply: z.ZodMiniType<SignInReply> = z.object({
  accessToken: z.string(),
  expiresAt: z.number(),
  user,
});

export const examsReply: z.ZodMiniType<ExamsReply> = z.object({
  serverNow: z.number(),
  exams: z.array(
    z.object({
      id: z.string(),
      title: localText,
      status: z.enum(['upcoming', 'open', 'in-progress', 'handed-in', 'closed']),
      opensAt: z.number(),
      lastEntryAt: z.number(),
      closesAt: z.number(),
      clock: z.enum(['individual', 'common']),
      durationMs: z.number(),
      endsAt: z.exactOptional(z.number()),
      languages: z.array(z.string()),
      rollNumber: z.string(),
      attemptId: z.exactOptional(z.string()),
    }),
  ),
});

export const receiptReply: z.ZodMiniType<ReceiptReply> = z.object({
  receipt: z.string(),
  sealedAt: z.number(),
  supersedes: z.exactOptional(z.number()),
});

export const feedbackFormReply: z.ZodMiniType<FeedbackFormReply> = z.object({
  items: z.array(z.object({ id: z.string(), text: localText })),
  freeText: z.boolean(),
  given: z.boolean(),
});

export const feedbackReply: z.ZodMiniType<FeedbackReply> = z.object({ givenAt: z.number() });

export const sealedReply: z.ZodMiniType<SealedReply> = z.object({
  paper: z.string(),
  sections: z.array(z.object({ sectionId: z.string(), hash: z.string(), bytes: z.number() })),
});

/** What a receipt states. */
export const receiptPayload: z.ZodMiniType<ReceiptPayload> = z.object({
  iss: z.string(),
  attemptId: z.string(),
  examId: z.string(),
  candidateId: z.string(),
  paper: z.string(),
  sealSeq: z.number(),
  head: z.string(),
  epoch: z.number(),
  through: z.number(),
  answered: z.number(),
  digest: z.string(),
  reason: z.string(),
  sealedAt: z.number(),
});

export const verifyReply: z.ZodMiniType<VerifyReply> = z.object({
  valid: z.boolean(),
  reason: z.exactOptional(z.string()),
  payload: z.exactOptional(receiptPayload),
  supersededBy: z.exactOptional(z.number()),
});

export const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });
export type KeySet = z.infer<typeof keySet>;

/** Any JSON object: that something answers is all one wants to know. */
export const healthReply = z.looseObject({});
