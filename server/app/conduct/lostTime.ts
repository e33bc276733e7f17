import { type ExamCommand, extensionsIn, originOf } from '../../domain/command.ts';
import type {
  GrantLostTimeReply,
  GrantLostTimeRequest,
  LostTimeReply,
  LostTimeView,
} from '../../protocol/incidents.ts';
import { extensionLimit } from '../commands/extensionLimit.ts';
import { enter } from '../commands/staffDesk.ts';
import type { Exam } from '../examBook.ts';
import { type IssueCommand, issueDecided } from '../issueCommand.ts';
import type { LostTime, LostTimeGrant } from '../ports/incidents.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { covers } from '../staff.ts';
import type { IncidentDesk } from './incidentDesk.ts';

/** How often a grant is decided anew because other commands were written meanwhile. */
const maxRounds = 20;

/** How long to wait when the exam's log is being written to all the time, ms. */
const retryAfterMs = 500;

/** What the candidates of an exam have lost, those for whom whoever asks may act. Errors: `not-found`, `not-in-scope`. */
export async function listLostTime(
  desk: IncidentDesk,
  who: Claims,
  examId: string,
): Promise<Result<LostTimeReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  await issueGrants(desk, view.value.exam, await desk.lostTimes.unissued(examId));
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
 * `beyond-limit`, `busy`, `command-conflict` when the id stands for another grant.
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
    // What another request took is lost time again if it cannot be given.
    await issueGrants(desk, view.value.exam, await desk.lostTimes.unissued(examId));
    const beyond = await beyondLimit(
      desk,
      view.value.exam,
      await openLosses(desk, examId, candidateIds),
      await desk.follower.catchUp(examId),
    );
    if (beyond !== null) return fail('beyond-limit', { details: beyond });
    const at = desk.clock.now();
    const grant = { examId, grantId: commandId, candidateIds, actor: who.userId, reason: reason.trim(), at };
    await desk.lostTimes.take({ ...grant, commandSeed: desk.chance.id() });
  }
  const granted = await desk.lostTimes.grantedBy(examId, commandId);
  const isSame = (grant: LostTimeGrant) =>
    grant.reason === reason.trim() && candidateIds.includes(grant.candidateId);
  if (!granted.every(isSame)) return fail('command-conflict');
  const { given, seqs, refusal } = await issueGrants(desk, view.value.exam, granted);
  const isUnfinished = refusal?.error.code === 'busy';
  if (refusal !== null && (isUnfinished || given.length === 0)) return refusal;
  return ok({ granted: given.map(({ candidateId, ms }) => ({ candidateId, ms })), commands: seqs });
}

/** Who is to be given how much. */
type Asked = Pick<LostTimeGrant, 'candidateId' | 'ms'>;

/** Lost time counts towards the most that the exam allows to be granted to one candidate. */
async function beyondLimit(
  desk: IncidentDesk,
  { id, paper }: Exam,
  asked: readonly Asked[],
  commands: readonly ExamCommand[],
): Promise<{ readonly limitMs: number; readonly grantedMs: number } | null> {
  const limitMs = extensionLimit(paper.content.rules);
  const msOf = new Map(asked.map(({ candidateId, ms }) => [candidateId, ms]));
  for (const person of await desk.people.find(id, [...msOf.keys()])) {
    const grantedMs = extensionsIn(originOf(commands, person), commands);
    if (grantedMs + (msOf.get(person.candidateId) ?? 0) > limitMs) return { limitMs, grantedMs };
  }
  return null;
}

async function openLosses(
  desk: IncidentDesk,
  examId: string,
  candidateIds: readonly string[],
): Promise<readonly Asked[]> {
  const lost = await desk.lostTimes.of(examId);
  return lost.filter(
    ({ status, ms, candidateId }) => status === 'open' && ms > 0 && candidateIds.includes(candidateId),
  );
}

/** What became of grants. */
interface Issued {
  readonly given: readonly LostTimeGrant[];
  /** The commands' places in the exam's log. */
  readonly seqs: readonly number[];
  /** Why some were not given, if so. */
  readonly refusal: ReturnType<typeof fail> | null;
}

/** One extension for everybody who gets the same. */
async function issueGrants(
  desk: IncidentDesk,
  exam: Exam,
  grants: readonly LostTimeGrant[],
): Promise<Issued> {
  const given: LostTimeGrant[] = [];
  const seqs: number[] = [];
  let refusal: Issued['refusal'] = null;
  for (const [commandId, same] of Map.groupBy(grants, (grant) => grant.commandId)) {
    const issued = await issueGrant(desk, exam, commandId, same);
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
 * Errors: `beyond-limit`, `command-conflict`; `busy` when the grant stays to be issued.
 */
async function issueGrant(
  desk: IncidentDesk,
  exam: Exam,
  commandId: string,
  same: readonly LostTimeGrant[],
): Promise<Result<number>> {
  for (let round = 0; round < maxRounds; round += 1) {
    const commands = await desk.follower.catchUp(exam.id);
    const isDecided = commands.some((command) => command.commandId === commandId);
    const beyond = isDecided ? null : await beyondLimit(desk, exam, same, commands);
    if (beyond !== null) {
      await desk.lostTimes.giveBack(exam.id, commandId);
      return fail('beyond-limit', { details: beyond });
    }
    const outcome = await issueDecided(desk, {
      ...extensionOf(exam.id, commandId, same),
      after: commands.length,
    });
    switch (outcome.outcome) {
      case 'committed':
      case 'repeated':
        await desk.lostTimes.issued(exam.id, commandId, outcome.command.seq);
        return ok(outcome.command.seq);
      case 'conflict':
        desk.operator.error(
          { examId: exam.id, commandId },
          'A grant of lost time has the id of another command: it was undone.',
        );
        await desk.lostTimes.giveBack(exam.id, commandId);
        return fail('command-conflict');
      case 'moved':
    }
  }
  return fail('busy', { retryAfterMs });
}

function extensionOf(examId: string, commandId: string, same: readonly LostTimeGrant[]): IssueCommand {
  const [first] = same;
  if (first === undefined) throw new Error('A group of grants has at least one.');
  const { actor, reason, ms } = first;
  const candidateIds = same.map(({ candidateId }) => candidateId);
  return {
    ...{ examId, commandId, actor },
    scope: { kind: 'candidates', candidateIds },
    content: { kind: 'extend', body: { ms, reason } },
  };
}

function viewOf({ throughSeq, ...view }: LostTime): LostTimeView {
  return view;
}
