import type { CommandKind, ExamCommand, Scope } from '../../domain/command.ts';
import type { ApprovedKind } from '../ports/commands.ts';
import type { Claims } from '../ports.ts';
import type { StaffDesk } from './staffDesk.ts';

export interface AskedEnd {
  readonly kind: CommandKind;
  readonly scope: Scope;
  readonly reaches: number;
}

/**
 * Whether a command waits for a second person: an end for many, counting everybody for whom the same person has ended the
 * exam alone since somebody last agreed to it. Many small commands come to the same as one large one.
 */
export async function needsSecondPerson(
  desk: StaffDesk,
  who: Claims,
  examId: string,
  { kind, scope, reaches }: AskedEnd,
  commands: readonly ExamCommand[],
): Promise<boolean> {
  if (!isEnd(kind)) return false;
  if (reaches > desk.secondApproverAbove) return true;
  const scopes = await endedAlone(desk, who, examId, commands);
  if (scopes.length === 0) return false;
  return (await desk.people.reached(examId, [...scopes, scope])) > desk.secondApproverAbove;
}

export function isEnd(kind: string): kind is ApprovedKind {
  return kind === 'force-submit' || kind === 'terminate';
}

/** The scopes of this person's ends behind the last one to which a second person has agreed. */
async function endedAlone(
  desk: StaffDesk,
  { userId }: Claims,
  examId: string,
  commands: readonly ExamCommand[],
): Promise<readonly Scope[]> {
  const ends = commands.flatMap((command) =>
    command.kind === 'force-submit' || command.kind === 'terminate' ? [command] : [],
  );
  const actors = await desk.people.actors(
    examId,
    ends.map(({ seq }) => seq),
  );
  const own = ends.filter(({ seq }) => actors.get(seq) === userId);
  const agreed = own.findLastIndex(({ body }) => body.approval !== undefined);
  return own.slice(agreed + 1).map(({ scope }) => scope);
}
