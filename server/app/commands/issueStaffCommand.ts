import type { CommandContent, ExamCommand, Scope } from '../../domain/command.ts';
import type { IssuedCommand, IssueReply, IssueRequest, PendingApproval } from '../../protocol/staff.ts';
import { issueDecided } from '../issueCommand.ts';
import type { Approval } from '../ports/commands.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { covers } from '../staff.ts';
import { checkAsked, isSameAsked } from './askedContent.ts';
import { extensionLimit, longestExtension } from './extensionLimit.ts';
import { isEnd, needsSecondPerson } from './secondPerson.ts';
import { enter, type Reach, reachOf, type StaffDesk, type StaffView } from './staffDesk.ts';

/** How often a command is decided anew because others were written meanwhile: for some seconds, as a policy's burst takes. */
const maxRounds = 200;

/** How long to wait when the exam's log is being written to all the time, ms. */
const retryAfterMs = 500;

/**
 * Issues a command, or asks for a second person where it would end the exam for many. Repeating a request is harmless; its
 * command id with other content is `command-conflict`. Errors: those of `enter`, `reachOf` and `checkAsked`; `beyond-limit`;
 * `malformed` for a question or a centre that does not exist.
 */
export async function issueStaffCommand(
  desk: StaffDesk,
  who: Claims,
  examId: string,
  request: IssueRequest,
): Promise<Result<IssueReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  for (let round = 0; round < maxRounds; round += 1) {
    const done = await issueOnce(desk, who, view.value, request);
    if (done !== 'moved') return done;
  }
  return fail('busy', { retryAfterMs });
}

async function issueOnce(
  desk: StaffDesk,
  who: Claims,
  view: StaffView,
  request: IssueRequest,
): Promise<Result<IssueReply> | 'moved'> {
  const { exam } = view;
  const { commandId, kind, scope } = request;
  const reach = await reachOf(desk, view, scope);
  if (!reach.ok) return reach;
  const { reaches } = reach.value;
  const sound = checkAsked(request);
  if (!sound.ok) return sound;
  const commands = await desk.follower.catchUp(exam.id);
  const known = commands.find((command) => command.commandId === commandId);
  if (known !== undefined) {
    return isSameAsked(known, request)
      ? ok({ command: issuedView(known), reaches })
      : fail('command-conflict');
  }
  const waiting = await desk.approvals.ofCommand(exam.id, commandId);
  if (waiting !== null) return pendingReply(waiting, request);
  if (isEnd(kind) && (await needsSecondPerson(desk, who, exam.id, { kind, scope, reaches }, commands))) {
    return askSecond(desk, who, exam.id, { commandId, kind, scope, reason: reasonOf(request), reaches });
  }
  const content = await contentOf(desk, view, request, reach.value, commands);
  if (!content.ok) return content;
  const outcome = await issueDecided(desk, {
    ...{ examId: exam.id, commandId, actor: who.userId, scope, content: content.value },
    after: commands.length,
  });
  switch (outcome.outcome) {
    case 'committed':
    case 'repeated':
      return ok({ command: issuedView(outcome.command), reaches });
    case 'conflict':
      return fail('command-conflict');
    case 'moved':
      return 'moved';
  }
}

export function issuedView({ seq, commandId, kind, scope, issuedAt }: ExamCommand): IssuedCommand {
  return { seq, commandId, kind, scope: wireScope(scope), issuedAt };
}

/** The wire's lists are the caller's own. */
export function wireScope(scope: Scope): IssuedCommand['scope'] {
  return scope.kind === 'candidates' ? { ...scope, candidateIds: [...scope.candidateIds] } : scope;
}

async function askSecond(
  desk: StaffDesk,
  { userId }: Claims,
  examId: string,
  asked: Pick<Approval, 'commandId' | 'kind' | 'scope' | 'reason' | 'reaches'>,
): Promise<Result<IssueReply>> {
  const id = desk.chance.id();
  const request = { ...asked, id, examId, issuer: userId, issuedAt: desk.clock.now() };
  const { commandId, kind, scope, reason } = asked;
  return pendingReply(await desk.approvals.request(request), { commandId, kind, scope, body: { reason } });
}

function pendingReply(approval: Approval, asked: Parameters<typeof isSameAsked>[1]): Result<IssueReply> {
  const { id, kind, scope, reason, reaches, decision } = approval;
  if (!isSameAsked({ kind, scope, body: { reason } }, asked)) return fail('command-conflict');
  const state: PendingApproval['state'] = decision?.approve === false ? 'rejected' : 'open';
  return ok({ approval: { id, needed: 'second-approver', state }, reaches });
}

/** What stands in the log: what was asked for, and what only the server knows. */
async function contentOf(
  desk: StaffDesk,
  { exam, rights }: StaffView,
  request: IssueRequest,
  reach: Reach,
  commands: readonly ExamCommand[],
): Promise<Result<CommandContent>> {
  const reason = reasonOf(request);
  switch (request.kind) {
    case 'extend': {
      const { ms } = request.body;
      const limitMs = extensionLimit(exam.paper.content.rules);
      const grantedMs = await longestExtension(desk.people, exam.id, request.scope, reach, commands);
      if (grantedMs + ms > limitMs) return fail('beyond-limit', { details: { limitMs, grantedMs } });
      return ok({ kind: request.kind, body: { ms, reason } });
    }
    case 'reopen': {
      const { ms } = request.body;
      const limitMs = extensionLimit(exam.paper.content.rules);
      return ms > limitMs
        ? fail('beyond-limit', { details: { limitMs, grantedMs: 0 } })
        : ok({ kind: request.kind, body: { ms, reason } });
    }
    case 'message':
    case 'announce':
      return ok({ kind: request.kind, body: request.body });
    case 'warn':
      return ok({ kind: request.kind, body: { text: request.body.text, reason } });
    case 'erratum':
      return exam.paper.questions.has(request.body.questionId)
        ? ok({ kind: request.kind, body: request.body })
        : malformed('body.questionId: no question of this exam has this id');
    case 'move-centre':
      return moveOf(desk, rights, request.body.centreId, reason, reach);
    case 'pause':
    case 'resume':
    case 'force-submit':
    case 'terminate':
    case 'release-device':
      return ok({ kind: request.kind, body: { reason } });
  }
}

/** One person at a time: where they were is part of the command. Whoever moves them is responsible for both places. */
async function moveOf(
  desk: StaffDesk,
  rights: StaffView['rights'],
  centreId: string,
  reason: string,
  { places }: Reach,
): Promise<Result<CommandContent>> {
  const [person, ...others] = places;
  if (person === undefined || !('candidateId' in person) || others.length > 0) {
    return malformed('scope: a centre is changed for one candidate at a time');
  }
  const districtId = await desk.people.districtOf(centreId);
  if (districtId === null) return malformed('body.centreId: there is no such centre');
  if (!covers(rights, { ...person, districtId, centreId })) return fail('not-in-scope');
  const from = { districtId: person.districtId, centreId: person.centreId };
  return ok({ kind: 'move-centre', body: { centreId, districtId, from, reason } });
}

function malformed(issue: string): Result<never> {
  return fail('malformed', { details: { issues: [issue] } });
}

/** Empty only for the kinds that have none. */
function reasonOf({ body }: IssueRequest): string {
  return 'reason' in body ? (body.reason ?? '').trim() : '';
}
