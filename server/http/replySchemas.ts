import { z } from 'zod';
import type {
  AppendReply,
  Deadline,
  EarlierPen,
  HelpReply,
  OpenReply,
  PastNotice,
  QuestionsChunk,
  RenewReply,
  SealReply,
  WireQuestion,
} from '../protocol/candidate.ts';
import { errorCodes, refusalCodes, type WireError } from '../protocol/errors.ts';
import type { FeedbackFormReply, FeedbackReply } from '../protocol/feedbackForm.ts';
import {
  type ExamSummary,
  type ExamsReply,
  type ReceiptReply,
  receiptPayload,
  type SignInReply,
  type VerifyReply,
} from '../protocol/http.ts';
import type { SealedReply } from '../protocol/sealed.ts';

/**
 * The replies in zod, for the OpenAPI description and for the tests that hold real replies against it. The compiler
 * holds each against the contract's own type.
 */

const epochMs = z.number().int().meta({ description: 'Epoch ms by the server’s clock.' });
const count = z.number().int().min(0);
const localText = z.record(z.string(), z.string()).meta({ description: 'Language tag → text.' });

export const wireErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  retryAfterMs: count.exactOptional(),
  details: z.record(z.string(), z.unknown()).exactOptional(),
}) satisfies z.ZodType<WireError>;

const user = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(['candidate', 'proctor', 'author', 'admin']),
});

export const signInReply = z.object({
  accessToken: z.string(),
  expiresAt: epochMs,
  user,
}) satisfies z.ZodType<SignInReply>;

export const renewReply = z.object({
  accessToken: z.string(),
  expiresAt: epochMs,
}) satisfies z.ZodType<RenewReply>;

const examSummary = z.object({
  id: z.string(),
  title: localText,
  status: z.enum(['upcoming', 'open', 'in-progress', 'handed-in', 'closed']),
  opensAt: epochMs,
  lastEntryAt: epochMs,
  closesAt: epochMs,
  clock: z.enum(['individual', 'common']),
  durationMs: count,
  endsAt: epochMs.exactOptional(),
  languages: z.array(z.string()),
  rollNumber: z.string(),
  attemptId: z.string().exactOptional(),
}) satisfies z.ZodType<ExamSummary>;

export const examsReply = z.object({
  exams: z.array(examSummary),
  serverNow: epochMs,
}) satisfies z.ZodType<ExamsReply>;

const deadline = z.object({
  at: epochMs,
  version: count,
  sections: z.array(z.object({ id: z.string(), opensAt: epochMs, endsAt: epochMs })).exactOptional(),
}) satisfies z.ZodType<Deadline>;

const earlierPen = z.object({
  epoch: count,
  deviceId: z.string(),
  through: count,
}) satisfies z.ZodType<EarlierPen>;

const pastNotice = z.object({
  commandId: z.string(),
  kind: z.enum(['message', 'announce', 'warn', 'erratum']),
  text: localText,
  questionId: z.string().exactOptional(),
  at: epochMs,
  shown: z.boolean(),
}) satisfies z.ZodType<PastNotice>;

export const openReply = z.object({
  attemptId: z.string(),
  epoch: count,
  through: count,
  prior: earlierPen.exactOptional(),
  earlier: z.array(earlierPen).exactOptional(),
  seq: count,
  head: z.string(),
  status: z.enum(['open', 'paused', 'sealed']),
  serverNow: epochMs,
  deadline,
  paper: z.object({
    hash: z.string(),
    title: localText,
    languages: z.array(z.string()),
    tools: z
      .object({ calculator: z.enum(['none', 'basic', 'scientific']), keypad: z.boolean() })
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
  }),
  answers: z.record(z.string(), z.object({ value: z.unknown(), marked: z.boolean(), visited: z.boolean() })),
  current: z.string().nullable(),
  notices: z.array(pastNotice).exactOptional(),
  observe: z.array(z.string()).exactOptional(),
}) satisfies z.ZodType<OpenReply>;

const images = z.array(z.object({ src: z.string(), alt: localText }));
const choices = z.array(z.object({ id: z.string(), text: localText }));

/** What it is, and then what is in it. */
const formulaPart = z.tuple([z.string()], z.union([z.string(), count]));
const formulas = z.object({
  drawnFor: z.string(),
  parts: z.array(formulaPart),
  drawn: z.record(z.string(), z.array(count)),
});

const group = z.object({
  id: z.string(),
  text: localText,
  formulas: formulas.exactOptional(),
  images: images.exactOptional(),
});

const question = z.object({
  id: z.string(),
  sectionId: z.string(),
  type: z.enum(['single', 'multiple', 'numerical', 'matrix', 'assertion-reason', 'true-false', 'short-text']),
  text: localText,
  marks: z.object({
    rule: z.string(),
    correct: z.string(),
    wrong: z.string(),
    perOption: z.string().exactOptional(),
  }),
  group: group.exactOptional(),
  formulas: formulas.exactOptional(),
  images: images.exactOptional(),
  options: choices.exactOptional(),
  assertion: localText.exactOptional(),
  reason: localText.exactOptional(),
  rows: choices.exactOptional(),
  columns: choices.exactOptional(),
  unit: localText.exactOptional(),
  range: z.object({ min: z.string().exactOptional(), max: z.string().exactOptional() }).exactOptional(),
  maxLength: count.exactOptional(),
}) satisfies z.ZodType<WireQuestion>;

export const questionsReply = z.object({
  from: count,
  questions: z.array(question),
}) satisfies z.ZodType<QuestionsChunk>;

export const appendReply = z.object({
  through: count,
  late: z.literal(true).exactOptional(),
  refused: z.array(z.object({ n: count, code: z.enum(refusalCodes) })).exactOptional(),
  seq: count.exactOptional(),
  head: z.string().exactOptional(),
  deadline: deadline.exactOptional(),
}) satisfies z.ZodType<AppendReply>;

export const helpReply = z.object({ receivedAt: epochMs }) satisfies z.ZodType<HelpReply>;

export const sealReply = z.object({ receipt: z.string(), sealedAt: epochMs }) satisfies z.ZodType<SealReply>;

export const receiptReply = z.object({
  receipt: z.string(),
  sealedAt: epochMs,
  supersedes: count.exactOptional(),
}) satisfies z.ZodType<ReceiptReply>;

export const feedbackFormReply = z.object({
  items: z.array(z.object({ id: z.string(), text: localText })),
  freeText: z.boolean(),
  given: z.boolean(),
}) satisfies z.ZodType<FeedbackFormReply>;

export const feedbackReply = z.object({ givenAt: epochMs }) satisfies z.ZodType<FeedbackReply>;

export const sealedReply = z.object({
  paper: z.string(),
  sections: z.array(z.object({ sectionId: z.string(), hash: z.string(), bytes: count })),
}) satisfies z.ZodType<SealedReply>;

export const verifyReply = z.object({
  valid: z.boolean(),
  reason: z.string().exactOptional(),
  payload: receiptPayload.exactOptional(),
  supersededBy: count.exactOptional(),
}) satisfies z.ZodType<VerifyReply>;
