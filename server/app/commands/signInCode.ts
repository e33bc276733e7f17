import type { CodeReply, CodeRequest } from '../../protocol/staff.ts';
import { issueCommand } from '../issueCommand.ts';
import { newCode, plainCode } from '../oneTimeCode.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { isReason } from './askedContent.ts';
import { enter, reachOf, type StaffDesk } from './staffDesk.ts';

/** How long a code is good, ms. */
const goodForMs = 15 * 60_000;

/**
 * Issues a code with which one candidate signs in once, within 15 minutes; it takes the place of any earlier one. The log
 * holds its SHA-256, and this reply is the only place where the code itself ever is. Errors: those of `enter` and `reachOf`;
 * `reason-required`, `command-conflict`; `code-shown` for a request that is repeated.
 */
export async function issueSignInCode(
  desk: StaffDesk,
  who: Claims,
  examId: string,
  candidateId: string,
  { commandId, reason }: CodeRequest,
): Promise<Result<CodeReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  const scope = { kind: 'candidates', candidateIds: [candidateId] } as const;
  const reach = await reachOf(desk, view.value, scope);
  if (!reach.ok) return reach;
  if (!isReason(reason)) return fail('reason-required');
  const commands = await desk.follower.catchUp(examId);
  const known = commands.find((command) => command.commandId === commandId);
  if (known !== undefined) return fail(known.kind === 'sign-in-code' ? 'code-shown' : 'command-conflict');
  const [person] = await desk.people.find(examId, [candidateId]);
  if (person === undefined) return fail('unknown-candidate', { details: { candidateIds: [candidateId] } });

  const code = newCode(desk.chance.seed());
  const expiresAt = desk.clock.now() + goodForMs;
  const body = { reason: reason.trim(), codeHash: desk.digest(plainCode(code)), expiresAt };
  const issued = await issueCommand(desk, {
    ...{ examId, commandId, actor: who.userId, scope },
    content: { kind: 'sign-in-code', body },
  });
  // The same request in flight twice: the other one has shown its code.
  if (issued.outcome !== 'committed') return fail('code-shown');
  return ok({ code, username: person.username, expiresAt });
}
