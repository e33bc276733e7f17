import type { CommandContent, ExamCommand, Scope } from '../domain/command.ts';
import type { ExamFollower } from './examFollower.ts';
import type { Clock, ExamLog } from './ports.ts';

export interface IssueCommand {
  readonly examId: string;
  /** Minted by who issues it: repeating a command is harmless. */
  readonly commandId: string;
  readonly actor: string;
  readonly scope: Scope;
  readonly content: CommandContent;
}

/** `conflict`: this command id was used for something else. */
export type IssueOutcome =
  | { readonly outcome: 'committed' | 'repeated'; readonly command: ExamCommand }
  | { readonly outcome: 'conflict' };

/**
 * Writes one row into an exam's log, whatever its scope. It reaches the attempts of this node at once and those of others
 * at their next look; those who open later find it there.
 * @throws Unavailable
 */
export async function issueCommand(
  { log, follower, clock }: { log: ExamLog; follower: ExamFollower; clock: Clock },
  { examId, commandId, actor, scope, content }: IssueCommand,
): Promise<IssueOutcome> {
  const issued = { ...content, commandId, actor, scope, issuedAt: clock.now() };
  const outcome = await log.append(examId, issued);
  await follower.catchUp(examId);
  return outcome;
}
