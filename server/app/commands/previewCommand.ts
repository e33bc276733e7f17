import type { PreviewReply, PreviewRequest } from '../../protocol/staff.ts';
import type { Claims } from '../ports.ts';
import { ok, type Result } from '../result.ts';
import { needsSecondPerson } from './secondPerson.ts';
import { enter, reachOf, type StaffDesk } from './staffDesk.ts';

/** Whom a command would reach if it were issued now. Errors: those of `enter` and `reachOf`. */
export async function previewCommand(
  desk: StaffDesk,
  who: Claims,
  examId: string,
  { scope, kind }: PreviewRequest,
): Promise<Result<PreviewReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  const reach = await reachOf(desk, view.value, scope);
  if (!reach.ok) return reach;
  const { reaches, started, absent, handedIn } = reach.value;
  const commands = await desk.follower.catchUp(examId);
  const needsApproval = await needsSecondPerson(desk, who, examId, { kind, scope, reaches }, commands);
  return ok({ reaches, started, absent, handedIn, needsApproval });
}
