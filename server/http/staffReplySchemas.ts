import { z } from 'zod';
import { staffPerson } from '../protocol/incidentForm.ts';
import { roomScope } from '../protocol/proctor.ts';
import {
  type ApprovalsReply,
  type ApprovalView,
  type CodeReply,
  type CommandsReply,
  type CommandView,
  commandScope,
  type DecisionReply,
  type IssuedCommand,
  type IssueReply,
  type JudgeReply,
  type LateVerdict,
  type PendingApproval,
  type PreviewReply,
  type StaffExamsReply,
  type TimelineCandidate,
  type TimelineFrame,
  type TimelineReply,
} from '../protocol/staff.ts';

/** The replies to the staff in zod, for the OpenAPI description; the compiler holds each against the contract's own type. */

const epochMs = z.number().int().meta({ description: 'Epoch ms by the server’s clock.' });
const count = z.number().int().min(0);
const body = z.record(z.string(), z.unknown());

const issuedCommand = z.object({
  seq: count,
  commandId: z.string(),
  kind: z.string(),
  scope: commandScope,
  issuedAt: epochMs,
}) satisfies z.ZodType<IssuedCommand>;

const pendingApproval = z.object({
  id: z.string(),
  needed: z.literal('second-approver'),
  state: z.enum(['open', 'rejected']),
}) satisfies z.ZodType<PendingApproval>;

export const staffExamsReply = z.object({
  exams: z.array(
    z.object({
      id: z.string(),
      title: z.record(z.string(), z.string()),
      opensAt: epochMs,
      lastEntryAt: epochMs,
      closesAt: epochMs,
    }),
  ),
  scopes: z.array(roomScope),
  serverNow: epochMs,
}) satisfies z.ZodType<StaffExamsReply>;

export const issueReply = z.object({
  command: issuedCommand.exactOptional(),
  approval: pendingApproval.exactOptional(),
  reaches: count,
}) satisfies z.ZodType<IssueReply>;

export const previewReply = z.object({
  reaches: count,
  started: count,
  absent: count,
  handedIn: count,
  needsApproval: z.boolean(),
}) satisfies z.ZodType<PreviewReply>;

const commandView = issuedCommand.extend({
  body,
  actor: staffPerson,
  reaches: count,
}) satisfies z.ZodType<CommandView>;

export const commandsReply = z.object({
  commands: z.array(commandView),
}) satisfies z.ZodType<CommandsReply>;

const approvalView = z.object({
  id: z.string(),
  commandId: z.string(),
  kind: z.string(),
  scope: commandScope,
  body,
  issuer: staffPerson,
  issuedAt: epochMs,
  reaches: count,
  own: z.boolean(),
}) satisfies z.ZodType<ApprovalView>;

export const approvalsReply = z.object({
  approvals: z.array(approvalView),
}) satisfies z.ZodType<ApprovalsReply>;

export const decisionReply = z.object({
  approved: z.boolean(),
  command: issuedCommand.exactOptional(),
  reaches: count,
}) satisfies z.ZodType<DecisionReply>;

export const codeReply = z.object({
  code: z.string(),
  username: z.string(),
  expiresAt: epochMs,
}) satisfies z.ZodType<CodeReply>;

export const judgeReply = z.object({
  seq: count,
  admitted: z.array(count),
}) satisfies z.ZodType<JudgeReply>;

const verdict = z.object({
  seq: count,
  admitted: z.array(count),
  actor: staffPerson,
  reason: z.string(),
  at: epochMs,
}) satisfies z.ZodType<LateVerdict>;

const timelineFrame = z.object({
  seq: count,
  kind: z.string(),
  at: epochMs,
  examSeq: count,
  body,
  verdict: verdict.nullable().exactOptional(),
}) satisfies z.ZodType<TimelineFrame>;

const timelineCandidate = z.object({
  candidateId: z.string(),
  name: z.string(),
  rollNumber: z.string(),
  districtId: z.number().int(),
  centreId: z.string().nullable(),
  extraPerHourMs: count,
  status: z.enum(['open', 'paused', 'sealed']),
  deadlineAt: epochMs,
  deadlineVersion: count,
  answered: count,
  marked: count,
  late: count,
}) satisfies z.ZodType<TimelineCandidate>;

export const timelineReply = z.object({
  examId: z.string(),
  candidate: timelineCandidate,
  frames: z.array(timelineFrame),
  more: z.boolean(),
  commands: z.array(commandView.omit({ reaches: true })),
  questionIds: z.array(z.string()),
}) satisfies z.ZodType<TimelineReply>;
