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
  const { common, ofCandidate } = sorted(commands);
  const named = scope.kind === 'candidates' ? [] : await people.find(examId, [...ofCandidate.keys()]);
  const places = [...reach.places.map(asPlace), ...named.filter((person) => reaches(scope, person))];
  return places.reduce((most, place) => Math.max(most, grantedTo(place)), 0);

  function grantedTo(place: Place): number {
    const own = ofCandidate.get(place.candidateId);
    const all = own === undefined ? common : [...common, ...own].sort((a, b) => a.seq - b.seq);
    return extensionsIn(originOf(all, place), all);
  }
}

/** What bears on time, apart by whether it names people: thousands may have been granted theirs one by one. */
function sorted(commands: readonly ExamCommand[]) {
  const bearing = commands.filter(({ kind }) => kind === 'extend' || kind === 'move-centre');
  const common = bearing.filter(({ scope }) => scope.kind !== 'candidates');
  const ofCandidate = new Map<string, ExamCommand[]>();
  for (const command of bearing) {
    if (command.scope.kind !== 'candidates') continue;
    for (const id of new Set(command.scope.candidateIds)) {
      const own = ofCandidate.get(id) ?? [];
      own.push(command);
      ofCandidate.set(id, own);
    }
  }
  return { common, ofCandidate };
}
