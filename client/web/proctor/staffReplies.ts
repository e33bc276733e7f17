import './jitless.ts';

import { z } from 'zod';
import { rosterIncident, staffPerson } from '../../../server/protocol/incidentForm.ts';
import type {
  ApprovalsReply,
  CodeReply,
  CommandsReply,
  CommandView,
  DecisionReply,
  IssuedCommand,
  IssueReply,
  JudgeReply,
  PreviewReply,
  StaffExamsReply,
  TimelineReply,
} from '../../../server/protocol/staff.ts';
import { roomScope } from './room/wire.ts';

/** What the server answers the staff, as it is read here. Fields that this page does not know are passed over. */

const body = z.record(z.string(), z.unknown());

const scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('district'), districtId: z.number() }),
  z.object({ kind: z.literal('centre'), centreId: z.string() }),
  z.object({ kind: z.literal('candidates'), candidateIds: z.array(z.string()) }),
]);

const issuedFields = {
  seq: z.number(),
  commandId: z.string(),
  kind: z.string(),
  scope,
  issuedAt: z.number(),
};
const issued: z.ZodType<IssuedCommand> = z.object(issuedFields);

export const issueReply: z.ZodType<IssueReply> = z.object({
  command: issued.exactOptional(),
  approval: z
    .object({ id: z.string(), needed: z.literal('second-approver'), state: z.enum(['open', 'rejected']) })
    .exactOptional(),
  reaches: z.number(),
});

export const previewReply: z.ZodType<PreviewReply> = z.object({
  reaches: z.number(),
  started: z.number(),
  absent: z.number(),
  handedIn: z.number(),
  needsApproval: z.boolean(),
});

const commandFields = { ...issuedFields, body, actor: staffPerson };
const command: z.ZodType<CommandView> = z.object({ ...commandFields, reaches: z.number() });

export const commandsReply: z.ZodType<CommandsReply> = z.object({ commands: z.array(command) });

export const approvalsReply: z.ZodType<ApprovalsReply> = z.object({
  approvals: z.array(
    z.object({
      id: z.string(),
      commandId: z.string(),
      kind: z.string(),
      scope,
      body,
      issuer: staffPerson,
      issuedAt: z.number(),
      reaches: z.number(),
      own: z.boolean(),
    }),
  ),
});

export const decisionReply: z.ZodType<DecisionReply> = z.object({
  approved: z.boolean(),
  command: issued.exactOptional(),
  reaches: z.number(),
});

export const codeReply: z.ZodType<CodeReply> = z.object({
  code: z.string(),
  username: z.string(),
  expiresAt: z.number(),
});

export const judgeReply: z.ZodType<JudgeReply> = z.object({ seq: z.number(), admitted: z.array(z.number()) });

export const timelineReply: z.ZodType<TimelineReply> = z.object({
  examId: z.string(),
  candidate: z.object({
    candidateId: z.string(),
    name: z.string(),
    rollNumber: z.string(),
    districtId: z.number(),
    centreId: z.string().nullable(),
    extraPerHourMs: z.number(),
    status: z.enum(['open', 'paused', 'sealed']),
    deadlineAt: z.number(),
    deadlineVersion: z.number(),
    answered: z.number(),
    marked: z.number(),
    late: z.number(),
  }),
  frames: z.array(
    z.object({
      seq: z.number(),
      kind: z.string(),
      at: z.number(),
      examSeq: z.number(),
      body,
      verdict: z
        .object({
          seq: z.number(),
          admitted: z.array(z.number()),
          actor: staffPerson,
          reason: z.string(),
          at: z.number(),
        })
        .nullable()
        .exactOptional(),
    }),
  ),
  more: z.boolean(),
  commands: z.array(z.object(commandFields)),
  questionIds: z.array(z.string()),
});

export const staffExamsReply: z.ZodType<StaffExamsReply> = z.object({
  exams: z.array(
    z.object({
      id: z.string(),
      title: z.record(z.string(), z.string()),
      opensAt: z.number(),
      lastEntryAt: z.number(),
      closesAt: z.number(),
    }),
  ),
  scopes: z.array(roomScope),
  serverNow: z.number(),
});

/** The part of what one has lost that the room shows. */
export const lostTimeReply = z.object({
  candidates: z.array(
    z.object({ candidateId: z.string(), status: z.enum(['open', 'sealed']), ms: z.number() }),
  ),
});

/** How many were given theirs is all the room wants to know: what there is now it asks for anew. */
export const grantReply = z.object({ granted: z.array(z.unknown()) });

export const incidentReply = z.object({ incident: rosterIncident });

export type LostTime = z.infer<typeof lostTimeReply>['candidates'][number];
