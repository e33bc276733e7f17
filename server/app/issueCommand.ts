import type { CommandContent, ExamCommand, Scope } from '../domain/command.ts';
import type { ExamFollower } from './examFollower.ts';
import type { ExamPushes } from './ports/live.ts';
import type { Clock, ExamLog } from './ports.ts';

export interface IssueCommand {
  readonly examId: string;
  /** Minted by who issues it: repeating a command is harmless. */
  readonly commandId: string;
  readonly actor: string;
  readonly scope: Scope;
  readonly content: CommandContent;
  /** The last command that whoever decided this knew: it is written behind that one or not at all. */
  readonly after?: number;
}

export interface CommandDesk {
  readonly log: ExamLog;
  readonly follower: ExamFollower;
  readonly clock: Clock;
  /** Tells the other nodes; each finds it within a second without. */
  readonly pushes?: Pick<ExamPushes, 'announce'>;
}

/** `conflict`: this command id was used for something else. */
export type IssueOutcome =
  | { readonly outcome: 'committed' | 'repeated'; readonly command: ExamCommand }
  | { readonly outcome: 'conflict' };

/** `moved`: the log has gone on since `after`; decide again. */
export type DecidedOutcome = IssueOutcome | { readonly outcome: 'moved' };

/**
 * Writes one row into an exam's log, whatever its scope. It reaches the attempts of this node at once and those of others
 * at their next look; those who open later find it there.
 * @throws Unavailable
 */
export async function issueCommand(
  desk: CommandDesk,
  command: Omit<IssueCommand, 'after'>,
): Promise<IssueOutcome> {
  const outcome = await issueDecided(desk, command);
  if (outcome.outcome === 'moved') throw new Error('A command that rests on nothing cannot come too late.');
  return outcome;
}

/** The same for a command that was decided on the log as it stood. @throws Unavailable */
export async function issueDecided(
  { log, follower, clock, pushes }: CommandDesk,
  { examId, commandId, actor, scope, content, after }: IssueCommand,
): Promise<DecidedOutcome> {
  const issued = { ...content, commandId, actor, scope, issuedAt: clock.now() };
  const outcome = await log.append(examId, issued, after);
  if (outcome.outcome === 'committed') pushes?.announce(examId, outcome.command.seq);
  await follower.catchUp(examId);
  return outcome;
}
