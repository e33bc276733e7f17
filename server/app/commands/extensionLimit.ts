import {
  type ExamCommand,
  extensionsIn,
  originOf,
  type Place,
  reaches,
  type Scope,
} from '../../domain/command.ts';
import type { ExamRules } from '../../domain/content.ts';
import { defaultMaxExtensionMs } from '../../domain/timing.ts';
import type { ExamPeople } from '../ports/commands.ts';
import { asPlace, type Reach } from './staffDesk.ts';

export function extensionLimit({ maxExtensionMs }: ExamRules): number {
  return maxExtensionMs ?? defaultMaxExtensionMs;
}

/**
 * The most time, in ms, that the exam's commands have granted to anybody whom `scope` reaches now. People of one place have
 * had the same, but for those whom a command names: they are looked at one by one.
 */
export async function longestExtension(
  people: Pick<ExamPeople, 'find'>,
  examId: string,
  scope: Scope,
  reach: Reach,
  commands: readonly ExamCommand[],
): Promise<number> {
  const places = reach.places.map(asPlace);
  const named = scope.kind === 'candidates' ? [] : await namedIn(people, examId, scope, commands);
  const granted = [...places, ...named].map((place) => extensionsIn(originOf(commands, place), commands));
  return granted.reduce((most, ms) => Math.max(most, ms), 0);
}

/** Those in the scope whom a command has extended or moved by name. */
async function namedIn(
  people: Pick<ExamPeople, 'find'>,
  examId: string,
  scope: Scope,
  commands: readonly ExamCommand[],
): Promise<readonly Place[]> {
  const ids = commands.flatMap((command) => {
    const bearsOnTime = command.kind === 'extend' || command.kind === 'move-centre';
    return bearsOnTime && command.scope.kind === 'candidates' ? command.scope.candidateIds : [];
  });
  if (ids.length === 0) return [];
  const found = await people.find(examId, [...new Set(ids)]);
  return found.filter((person) => reaches(scope, person));
}
