import { z } from 'zod';
import type {
  AnswerState,
  AppendReply,
  CandidatePushes,
  Deadline,
  EarlierPen,
  LocalText,
  OpenReply,
  PaperOutline,
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
import type { FeedbackFormReply, FeedbackReply } from '../../server/protocol/feedback.ts';
import type { ExamsReply, ReceiptReply, SignInReply } from '../../server/protocol/http.ts';
import type { SealedReply } from '../../server/protocol/sealed.ts';

/**
 * What the server sends, as it is read here. Fields that this client does not know are passed over, so that a
 * newer server does not break it; what cannot be read counts as no answer (a captive portal says 200 too).
 */

export type CookieRenewReply = RenewReply & Partial<Pick<SignInReply, 'user'>>;

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorSentences, code);

export const wireErrorSchema: z.ZodType<WireError> = z.object({
  code: z.string().transform((code): ErrorCode => (isErrorCode(code) ? code : 'internal')),
  message: z.string(),
  retryAfterMs: z.number().min(0).exactOptional(),
  details: z.record(z.string(), z.unknown()).exactOptional(),
});

export const errorReply = z.object({ ok: z.literal(false), error: wireErrorSchema });

const localText: z.ZodType<LocalText> = z.record(z.string(), z.string());

const deadline: z.ZodType<Deadline> = z.object({
  at: z.number(),
  version: z.number(),
  sections: z.array(z.object({ id: z.string(), opensAt: z.number(), endsAt: z.number() })).exactOptional(),
});

const answerState: z.ZodType<AnswerState> = z.object({
  value: z.unknown().transform((value): unknown => value ?? null),
  marked: z.boolean(),
  visited: z.boolean(),
});

const paperOutline: z.ZodType<PaperOutline> = z.object({
  hash: z.string(),
  title: localText,
  languages: z.array(z.string()),
  // An aid that this page does not have is none.
  tools: z
    .object({ calculator: z.enum(['none', 'basic', 'scientific']).catch('none'), keypad: z.boolean() })
    .exactOptional(),
  sections: z.array(
    z.object({
      id: z.string(),
      title: localText,
      state: z.enum(['locked', 'open', 'closed']),
      questionIds: z.array(z.string()),
      sealed: z
        .object({ hash: z.string(), contentKey: z.string(), options: z.array(z.string()) })
        .exactOptional(),
    }),
  ),
});

const status = z.enum(['open', 'paused', 'sealed']);

const earlierPen: z.ZodType<EarlierPen> = z.object({
  epoch: z.number(),
  deviceId: z.string(),
  through: z.number(),
});

export const openReply: z.ZodType<OpenReply> = z.object({
  attemptId: z.string(),
  epoch: z.number(),
  through: z.number(),
  prior: earlierPen.exactOptional(),
  earlier: z.array(earlierPen).exactOptional(),
  seq: z.number(),
  head: z.string(),
  status,
  serverNow: z.number(),
  deadline,
  paper: paperOutline,
  answers: z.record(z.string(), answerState),
  current: z.string().nullable(),
});

/** The part of an attempt's state by which one sees that it has changed. */
export const stateReply = z.object({ status, deadline, epoch: z.number() });
export type StateReply = z.infer<typeof stateReply>;

export const appendReply: z.ZodType<AppendReply> = z.object({
  through: z.number(),
  late: z.literal(true).exactOptional(),
  // A server newer than this page may know reasons that the page does not.
  refused: z
    .array(z.object({ n: z.number(), code: z.enum(refusalCodes).catch('malformed-entry') }))
    .exactOptional(),
  seq: z.number().exactOptional(),
  head: z.string().exactOptional(),
  deadline: deadline.exactOptional(),
});

export const sealReply: z.ZodType<SealReply> = z.object({ receipt: z.string(), sealedAt: z.number() });
export const renewReply: z.ZodType<RenewReply> = z.object({ accessToken: z.string(), expiresAt: z.number() });
const user = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(['candidate', 'proctor', 'author', 'admin']),
});

/** Over HTTP the server also says whose sign-in it renewed; a page that was just loaded does not know. */
export const cookieRenewReply: z.ZodType<CookieRenewReply> = z.object({
  accessToken: z.string(),
  expiresAt: z.number(),
  user: user.exactOptional(),
});
export const streamReply = z.object({ count: z.number() });

const image: z.ZodType<WireImage> = z.object({ src: z.string(), alt: localText });
const choice: z.ZodType<WireChoice> = z.object({ id: z.string(), text: localText });

const question: z.ZodType<WireQuestion> = z.object({
  id: z.string(),
  sectionId: z.string(),
  type: z.enum(['single', 'multiple', 'numerical', 'matrix', 'assertion-reason', 'true-false', 'short-text']),
  text: localText,
  marks: z.object({ correct: z.string(), wrong: z.string(), rule: z.string() }),
  group: z
    .object({ id: z.string(), text: localText, images: z.array(image).exactOptional() })
    .exactOptional(),
  images: z.array(image).exactOptional(),
  options: z.array(choice).exactOptional(),
  assertion: localText.exactOptional(),
  reason: localText.exactOptional(),
  rows: z.array(choice).exactOptional(),
  columns: z.array(choice).exactOptional(),
  unit: localText.exactOptional(),
  maxLength: z.number().exactOptional(),
});

export const questionsChunk: z.ZodType<QuestionsChunk> = z.object({
  from: z.number(),
  questions: z.array(question),
});

type PushSchemas = { [E in keyof CandidatePushes]: z.ZodType<Parameters<CandidatePushes[E]>[0]> };

const attemptId = z.string();
const commandId = z.string();
const reason = z.string().exactOptional();

export const pushes: PushSchemas = {
  'paper:questions': questionsChunk,
  'deadline:changed': z.object({ attemptId, deadline, commandId: commandId.exactOptional(), reason }),
  'attempt:superseded': z.object({ attemptId, epoch: z.number(), deviceId: z.string() }),
  'attempt:sealed': z.object({ attemptId, reason: z.string(), sealedAt: z.number(), receipt: z.string() }),
  'attempt:paused': z.object({ attemptId, at: z.number(), commandId, reason }),
  'attempt:resumed': z.object({ attemptId, deadline, commandId }),
  notice: z.object({
    attemptId,
    commandId,
    kind: z.enum(['message', 'announce', 'warn', 'erratum']),
    text: localText,
    questionId: z.string().exactOptional(),
    at: z.number(),
  }),
  'server:draining': z.object({ reconnectAfterMs: z.number().min(0) }),
};

export const signInReply: z.ZodType<SignInReply> = z.object({
  accessToken: z.string(),
  expiresAt: z.number(),
  user,
});

export const examsReply: z.ZodType<ExamsReply> = z.object({
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
      endsAt: z.number().exactOptional(),
      languages: z.array(z.string()),
      rollNumber: z.string(),
      attemptId: z.string().exactOptional(),
    }),
  ),
});

export const receiptReply: z.ZodType<ReceiptReply> = z.object({
  receipt: z.string(),
  sealedAt: z.number(),
  supersedes: z.number().exactOptional(),
});

export const feedbackFormReply: z.ZodType<FeedbackFormReply> = z.object({
  items: z.array(z.object({ id: z.string(), text: localText })),
  freeText: z.boolean(),
  given: z.boolean(),
});

export const feedbackReply: z.ZodType<FeedbackReply> = z.object({ givenAt: z.number() });

export const sealedReply: z.ZodType<SealedReply> = z.object({
  paper: z.string(),
  sections: z.array(z.object({ sectionId: z.string(), hash: z.string(), bytes: z.number() })),
});

export const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });
export type KeySet = z.infer<typeof keySet>;

/** Any JSON object: that something answers is all one wants to know. */
export const healthReply = z.looseObject({});
