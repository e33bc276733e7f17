import type { ApprovalRequest, ApprovalsReply, DecisionReply } from '../../protocol/staff.ts';
import { issueCommand } from '../issueCommand.ts';
import type { Approval, Decision } from '../ports/commands.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { isReason } from './askedContent.ts';
import { issuedView, wireScope } from './issueStaffCommand.ts';
import { concerns, peopleOf, systemName } from './listCommands.ts';
import { enter, reachOf, type StaffDesk } from './staffDesk.ts';

/** What waits for a second person, among what concerns the viewer. Errors: those of `enter`. */
export async function listApprovals(
  desk: StaffDesk,
  who: Claims,
  examId: string,
): Promise<Result<ApprovalsReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  const open = await desk.approvals.open(examId);
  const people = await peopleOf(desk, examId, open);
  const names = await desk.people.names([...new Set(open.map(({ issuer }) => issuer))]);
  return ok({
    approvals: open
      .filter(({ scope }) => concerns(view.value.rights, scope, people))
      .map(({ id, commandId, kind, scope, reason, issuer, issuedAt, reaches }) => ({
        ...{ id, commandId, kind, scope: wireScope(scope), body: { reason } },
        ...{ issuer: { id: issuer, name: names.get(issuer) ?? systemName }, issuedAt, reaches },
        own: issuer === who.userId,
      })),
  });
}

/**
 * A second person decides about a request. Approved, its command is written with both their ids; repeating the approval
 * completes what was cut off. Errors: those of `enter` and `reachOf`; `approval-needed-from-other`, `reason-required`,
 * `already-decided` (otherwise), `command-conflict`.
 */
export async function decideApproval(
  desk: StaffDesk,
  who: Claims,
  examId: string,
  approvalId: string,
  { approve, reason }: ApprovalRequest,
): Promise<Result<DecisionReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  const approval = await desk.approvals.find(examId, approvalId);
  if (approval === null) return fail('not-found');
  const reach = await reachOf(desk, view.value, approval.scope);
  if (!reach.ok) return reach;
  if (approval.issuer === who.userId) return fail('approval-needed-from-other');
  if (!isReason(reason)) return fail('reason-required');
  const given = { actor: who.userId, approve, reason: reason.trim(), at: desk.clock.now() };
  const decision = approval.decision ?? (await desk.approvals.decide(approvalId, given));
  if (decision.approve !== approve) return fail('already-decided');
  const { reaches } = approval;
  return approve ? carryOut(desk, approval, decision) : ok({ approved: false, reaches });
}

async function carryOut(
  desk: StaffDesk,
  { id, examId, commandId, kind, scope, reason, issuer, reaches }: Approval,
  decision: Decision,
): Promise<Result<DecisionReply>> {
  const approval = { id, by: decision.actor, reason: decision.reason };
  const content = { kind, body: { reason, approval } };
  const issued = await issueCommand(desk, { examId, commandId, actor: issuer, scope, content });
  if (issued.outcome === 'conflict') return fail('command-conflict');
  return ok({ approved: true, command: issuedView(issued.command), reaches });
}
