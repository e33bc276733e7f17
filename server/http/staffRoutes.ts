import { z } from 'zod';
import type { StaffUseCases } from '../app/useCases.ts';
import { id } from '../protocol/entries.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import {
  approvalRequest,
  codeRequest,
  issueRequest,
  judgeRequest,
  previewRequest,
} from '../protocol/staff.ts';
import { noParts, type Route, staffRoute } from './route.ts';
import {
  approvalsReply,
  codeReply,
  commandsReply,
  decisionReply,
  issueReply,
  judgeReply,
  previewReply,
  staffExamsReply,
  timelineReply,
} from './staffReplySchemas.ts';

const exam = z.object({ examId: id });
const attempt = z.object({ attemptId: id });

/** A path is text; so the place in a log comes. */
const place = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const after = z.object({ after: z.number().int().min(0).max(2_147_483_647).optional() });

/** Everybody who watches an exam. What they may see and act on says their assignment. */
export const watching = ['proctor', 'admin'] as const;

export const staffErrors: readonly ErrorCode[] = [
  'unauthenticated',
  'token-expired',
  'session-ended',
  'forbidden',
  'malformed',
  'not-found',
  'not-in-scope',
  'rate-limited',
  'unavailable',
  'internal',
];

const issuing: readonly ErrorCode[] = [
  ...staffErrors,
  'too-large',
  'busy',
  'reason-required',
  'empty-scope',
  'unknown-candidate',
  'command-conflict',
];

/** Commands, approvals, codes, late answers and the log of an attempt, for proctors and the exam office. */
export function staffRoutes(useCases: StaffUseCases): readonly Route[] {
  return [
    staffRoute({
      method: 'get',
      path: '/api/staff/exams',
      summary: 'The exams whose live rooms may be opened, and for which parts of the state.',
      shape: noParts,
      reply: staffExamsReply,
      errors: staffErrors,
      roles: watching,
      handle: ({ who }) => useCases.listExams(who),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/exams/{examId}/commands',
      summary:
        'Issues a command for one, many, a centre, a district or all; ends for many wait for a second person.',
      shape: { ...noParts, params: exam, body: issueRequest },
      reply: issueReply,
      errors: [...issuing, 'invalid-time', 'beyond-limit'],
      roles: watching,
      handle: ({ who, params, body }) => useCases.issueCommand(who, params.examId, body),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/exams/{examId}/commands/preview',
      summary: 'Whom a command would reach.',
      shape: { ...noParts, params: exam, body: previewRequest },
      reply: previewReply,
      errors: [...staffErrors, 'too-large', 'empty-scope', 'unknown-candidate'],
      roles: watching,
      handle: ({ who, params, body }) => useCases.previewCommand(who, params.examId, body),
    }),
    staffRoute({
      method: 'get',
      path: '/api/staff/exams/{examId}/commands',
      summary: 'The commands of an exam, after a place in its log.',
      shape: { ...noParts, params: exam, query: after },
      reply: commandsReply,
      errors: staffErrors,
      roles: watching,
      handle: ({ who, params, query }) => useCases.listCommands(who, params.examId, query.after ?? 0),
    }),
    staffRoute({
      method: 'get',
      path: '/api/staff/exams/{examId}/approvals',
      summary: 'What waits for a second person.',
      shape: { ...noParts, params: exam },
      reply: approvalsReply,
      errors: staffErrors,
      roles: watching,
      handle: ({ who, params }) => useCases.listApprovals(who, params.examId),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/exams/{examId}/approvals/{approvalId}',
      summary: 'A second person approves or rejects; repeating it is harmless.',
      shape: { ...noParts, params: exam.extend({ approvalId: id }), body: approvalRequest },
      reply: decisionReply,
      errors: [...issuing, 'approval-needed-from-other', 'already-decided'],
      roles: watching,
      handle: ({ who, params, body }) => useCases.decideApproval(who, params.examId, params.approvalId, body),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/exams/{examId}/candidates/{candidateId}/sign-in-code',
      summary: 'A code with which this candidate signs in once, within 15 minutes. It is shown once.',
      shape: { ...noParts, params: exam.extend({ candidateId: id }), body: codeRequest },
      reply: codeReply,
      errors: [...issuing, 'code-shown'],
      roles: watching,
      handle: ({ who, params, body }) =>
        useCases.issueSignInCode(who, params.examId, params.candidateId, body),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/attempts/{attemptId}/late/{seq}',
      summary: 'Decides which late entries of one frame count; repeating it is harmless.',
      shape: { ...noParts, params: attempt.extend({ seq: place }), body: judgeRequest },
      reply: judgeReply,
      errors: [...staffErrors, 'too-large', 'busy', 'reason-required', 'already-judged'],
      roles: watching,
      handle: ({ who, params, body }) => useCases.judgeLate(who, params.attemptId, params.seq, body),
    }),
    staffRoute({
      method: 'get',
      path: '/api/staff/attempts/{attemptId}/timeline',
      summary: 'The log of one attempt and the commands that reached it, without keys and receipts.',
      shape: { ...noParts, params: attempt, query: after },
      reply: timelineReply,
      errors: staffErrors,
      roles: watching,
      handle: ({ who, params, query }) => useCases.timeline(who, params.attemptId, query.after ?? 0),
    }),
  ];
}
