import { type ExamCommand, type Place, reaches, type Scope } from '../../domain/command.ts';
import type { StaffPerson } from '../../protocol/proctor.ts';
import type { CommandsReply, CommandView } from '../../protocol/staff.ts';
import type { EnrolledPerson, PlaceCount } from '../ports/commands.ts';
import type { Claims } from '../ports.ts';
import { ok, type Result } from '../result.ts';
import { covers, type StaffScope } from '../staff.ts';
import { issuedView } from './issueStaffCommand.ts';
import { asPlace, enter, type StaffDesk } from './staffDesk.ts';

const pageSize = 500;

/**
 * The commands of an exam after place `after` that reach anybody whom the viewer may see, in the order of the log. Errors:
 * those of `enter`.
 */
export async function listCommands(
  desk: StaffDesk,
  who: Claims,
  examId: string,
  after: number,
): Promise<Result<CommandsReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  const commands = await desk.follower.catchUp(examId);
  const people = await peopleOf(desk, examId, commands.slice(after));
  const seen = commands
    .slice(after)
    .filter(({ scope }) => concerns(view.value.rights, scope, people))
    .slice(0, pageSize);
  const actors = await actorsOf(desk, examId, seen);
  return ok({
    commands: seen.map((command) => ({
      ...commandView(command, actors),
      reaches: reachedBy(command.scope, people),
    })),
  });
}

export interface ExamPlaces {
  readonly counts: readonly PlaceCount[];
  readonly named: ReadonlyMap<string, EnrolledPerson>;
}

/** Where everybody is whom these commands may reach. */
export async function peopleOf(
  desk: StaffDesk,
  examId: string,
  commands: readonly { readonly scope: Scope }[],
): Promise<ExamPlaces> {
  const ids = commands.flatMap(({ scope }) => (scope.kind === 'candidates' ? scope.candidateIds : []));
  const [counts, named] = await Promise.all([
    desk.people.counts(examId),
    desk.people.find(examId, [...new Set(ids)]),
  ]);
  return { counts, named: new Map(named.map((person) => [person.candidateId, person])) };
}

/** Whether the scope reaches anybody whom these rights cover. */
export function concerns(rights: readonly StaffScope[], scope: Scope, people: ExamPlaces): boolean {
  if (rights.some(({ kind }) => kind === 'all')) return true;
  return placesIn(scope, people).some((place) => covers(rights, place));
}

function placesIn(scope: Scope, { counts, named }: ExamPlaces): readonly Place[] {
  if (scope.kind !== 'candidates') return counts.map(asPlace).filter((place) => reaches(scope, place));
  return scope.candidateIds.flatMap((candidateId) => named.get(candidateId) ?? []);
}

function reachedBy(scope: Scope, people: ExamPlaces): number {
  if (scope.kind === 'candidates') return placesIn(scope, people).length;
  return people.counts
    .filter((count) => reaches(scope, asPlace(count)))
    .reduce((sum, { enrolled }) => sum + enrolled, 0);
}

/** Who has issued these commands: place in the log → person. Whoever has no account is the system itself. */
export async function actorsOf(
  desk: StaffDesk,
  examId: string,
  commands: readonly ExamCommand[],
): Promise<ReadonlyMap<number, StaffPerson>> {
  const ids = await desk.people.actors(
    examId,
    commands.map(({ seq }) => seq),
  );
  const names = await desk.people.names([...new Set(ids.values())]);
  return new Map([...ids].map(([seq, id]) => [seq, { id, name: names.get(id) ?? systemName }]));
}

/** The tools of the operator and the exam's own policy act without an account. */
export const systemName = 'Pariksha';

const nobody: StaffPerson = { id: '', name: systemName };

export function commandView(
  command: ExamCommand,
  actors: ReadonlyMap<number, StaffPerson>,
): Omit<CommandView, 'reaches'> {
  return { ...issuedView(command), body: publicBody(command), actor: actors.get(command.seq) ?? nobody };
}

/** What is secret in a command stays in the log. */
function publicBody(command: ExamCommand): CommandView['body'] {
  if (command.kind !== 'sign-in-code') return { ...command.body };
  const { reason, expiresAt } = command.body;
  return { reason, expiresAt };
}
