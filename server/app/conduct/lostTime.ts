import { extensionsIn, originOf } from '../../domain/command.ts';
import type {
  GrantLostTimeReply,
  GrantLostTimeRequest,
  LostTimeReply,
  LostTimeView,
} from '../../protocol/incidents.ts';
import { extensionLimit } from '../commands/extensionLimit.ts';
import { enter, type StaffView } from '../commands/staffDesk.ts';
import { issueCommand } from '../issueCommand.ts';
import type { LostTime, LostTimeGrant } from '../ports/incidents.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { covers } from '../staff.ts';
import type { IncidentDesk } from './incidentDesk.ts';

/** What the candidates of an exam have lost, those for whom whoever asks may act. Errors: `not-found`, `not-in-scope`. */
export async function listLostTime(
  desk: IncidentDesk,
  who: Claims,
  examId: string,
): Promise<Result<LostTimeReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  await issueGrants(desk, examId, await desk.lostTimes.unissued(examId));
  const own = (await desk.lostTimes.of(examId)).filter((lost) => covers(view.value.rights, lost));
  const open = own.filter(({ status }) => status === 'open');
  return ok({
    candidates: own.toSorted((a, b) => b.ms - a.ms).map(viewOf),
    totalMs: open.reduce((sum, { ms }) => sum + ms, 0),
  });
}

/**
 * Gives candidates back what they have lost, each their own, as extensions. The same request again gives nothing more, and
 * nobody is given the same time twice. Errors: `not-found`, `not-in-scope`, `reason-required`, `unknown-candidate`,
 * `beyond-limit`, `command-conflict` when the id stands for another grant.
 */
export async function grantLostTime(
  desk: IncidentDesk,
  who: Claims,
  examId: string,
  { commandId, candidateIds, reason = '' }: GrantLostTimeRequest,
): Promise<Result<GrantLostTimeReply>> {
  if (reason.trim() === '') return fail('reason-required');
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  const people = await desk.people.find(examId, candidateIds);
  const unknown = candidateIds.filter((id) => !people.some(({ candidateId }) => candidateId === id));
  if (unknown.length > 0) return fail('unknown-candidate', { details: { candidateIds: unknown } });
  if (!people.every((person) => covers(view.value.rights, person))) return fail('not-in-scope');
  const earlier = await desk.lostTimes.grantedBy(examId, commandId);
  if (earlier.length === 0) {
    const beyond = await beyondLimit(desk, view.value, candidateIds);
    if (beyond !== null) return fail('beyond-limit', { details: beyond });
    const at = desk.clock.now();
    const grant = { examId, grantId: commandId, candidateIds, actor: who.userId, reason: reason.trim(), at };
    await desk.lostTimes.take({ ...grant, commandSeed: desk.chance.id() });
  }
  const granted = await desk.lostTimes.grantedBy(examId, commandId);
  const isSame = (grant: LostTimeGrant) =>
    grant.reason === reason.trim() && candidateIds.includes(grant.candidateId);
  if (!granted.every(isSame)) return fail('command-conflict');
  const { given, seqs, refusal } = await issueGrants(desk, examId, granted);
  if (refusal !== null && given.length === 0) return refusal;
  return ok({ granted: given.map(({ candidateId, ms }) => ({ candidateId, ms })), commands: seqs });
}

/** Lost time counts towards the most that the exam allows to be granted to one candidate. */
async function beyondLimit(
  desk: IncidentDesk,
  { exam }: StaffView,
  candidateIds: readonly string[],
): Promise<{ readonly limitMs: number; readonly grantedMs: number } | null> {
  const limitMs = extensionLimit(exam.paper.content.rules);
  const commands = await desk.follower.catchUp(exam.id);
  const lost = await desk.lostTimes.of(exam.id);
  const asked = lost.filter(
    ({ status, candidateId }) => status === 'open' && candidateIds.includes(candidateId),
  );
  for (const each of asked) {
    const grantedMs = extensionsIn(originOf(commands, each), commands);
    if (each.ms > 0 && grantedMs + each.ms > limitMs) return { limitMs, grantedMs };
  }
  return null;
}

/** What became of grants. */
interface Issued {
  readonly given: readonly LostTimeGrant[];
  /** The commands' places in the exam's log. */
  readonly seqs: readonly number[];
  /** Why some were not given, if so. */
  readonly refusal: Result<never> | null;
}

/** One extension for everybody who gets the same. */
async function issueGrants(
  desk: IncidentDesk,
  examId: string,
  grants: readonly LostTimeGrant[],
): Promise<Issued> {
  const given: LostTimeGrant[] = [];
  const seqs: number[] = [];
  let refusal: Result<never> | null = null;
  for (const [commandId, same] of Map.groupBy(grants, (grant) => grant.commandId)) {
    const issued = await issueGrant(desk, examId, commandId, same);
    if (issued.ok) {
      given.push(...same);
      seqs.push(issued.value);
    } else refusal = issued;
  }
  return { given, seqs, refusal };
}

/**
 * The command's id was decided with the grant, so that issuing it again, also by another node after this one has died, is one
 * command. What cannot be given is lost time again, for another grant. Returns the command's place in the exam's log.
 */
async function issueGrant(
  desk: IncidentDesk,
  examId: string,
  commandId: string,
  same: readonly LostTimeGrant[],
): Promise<Result<number>> {
  const [first] = same;
  if (first === undefined) throw new Error('A group of grants has at least one.');
  const { actor, reason, ms } = first;
  const candidateIds = same.map(({ candidateId }) => candidateId);
  const outcome = await issueCommand(desk, {
    examId,
    commandId,
    actor,
    scope: { kind: 'candidates', candidateIds },
    content: { kind: 'extend', body: { ms, reason } },
  });
  if (outcome.outcome === 'conflict') {
    desk.operator.error(
      { examId, commandId },
      'A grant of lost time has the id of another command: it was undone.',
    );
    await desk.lostTimes.giveBack(examId, commandId);
    return fail('command-conflict');
  }
  await desk.lostTimes.issued(examId, commandId, outcome.command.seq);
  return ok(outcome.command.seq);
}

function viewOf({ throughSeq, ...view }: LostTime): LostTimeView {
  return view;
}
