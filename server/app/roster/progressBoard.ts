import { type ExamCommand, isShown, type Place, reaches, type Scope } from '../../domain/command.ts';
import type { CommandProgress, LivePart } from '../../protocol/proctor.ts';
import type { RosterRow } from '../ports/live.ts';
import { sits } from './tally.ts';

/** As much of a person as decides how far commands have come. */
export interface Reader {
  readonly place: Place;
  readonly row: RosterRow | null;
  readonly live: LivePart | null;
}

interface Watched {
  readonly command: ExamCommand;
  readonly reaches: (place: Place) => boolean;
  readonly counts: { reaches: number; applied: number; confirmed: number; pending: number };
  hasChanged: boolean;
}

/** As many commands are watched; those before them are history. */
const maxWatched = 20;

/** How far the latest commands have come among the people of one room, kept up as each person changes. */
export class ProgressBoard {
  #watched: Watched[] = [];

  /** A new command; `people` are all of the room. */
  watch(command: ExamCommand, people: Iterable<Reader>): void {
    const watched: Watched = {
      command,
      reaches: reachOf(command.scope),
      counts: { reaches: 0, applied: 0, confirmed: 0, pending: 0 },
      hasChanged: true,
    };
    for (const person of people) count(watched, person, 1);
    this.#watched = [...this.#watched, watched].slice(-maxWatched);
  }

  add(person: Reader): void {
    for (const watched of this.#watched) count(watched, person, 1);
  }

  remove(person: Reader): void {
    for (const watched of this.#watched) count(watched, person, -1);
  }

  /** All that are watched, oldest first. */
  all(): readonly CommandProgress[] {
    return this.#watched.map(view);
  }

  /** Those that have changed since this was last asked. */
  takeChanged(): readonly CommandProgress[] {
    const changed = this.#watched.filter(({ hasChanged }) => hasChanged);
    for (const watched of changed) watched.hasChanged = false;
    return changed.map(view);
  }
}

/** Whether a change of somebody can have moved any command on. Saves do not. */
export function isProgress(before: Reader, after: Reader): boolean {
  return (
    before.row?.examSeq !== after.row?.examSeq ||
    before.row?.confirmed.length !== after.row?.confirmed.length ||
    before.row?.confirmed.at(-1) !== after.row?.confirmed.at(-1) ||
    sits(before.live) !== sits(after.live) ||
    before.place.districtId !== after.place.districtId ||
    before.place.centreId !== after.place.centreId
  );
}

function count(watched: Watched, { place, row, live }: Reader, by: 1 | -1): void {
  if (!watched.reaches(place)) return;
  const { command, counts } = watched;
  watched.hasChanged = true;
  counts.reaches += by;
  if (row !== null && row.attemptId !== null && row.examSeq >= command.seq) counts.applied += by;
  if (row?.confirmed.includes(command.seq) === true) counts.confirmed += by;
  else if (isShown(command.kind) && sits(live)) counts.pending += by;
}

/** A list of candidates may have thousands, and is asked about each. */
function reachOf(scope: Scope): (place: Place) => boolean {
  if (scope.kind !== 'candidates') return (place) => reaches(scope, place);
  const candidateIds = new Set(scope.candidateIds);
  return ({ candidateId }) => candidateIds.has(candidateId);
}

function view({ command, counts }: Watched): CommandProgress {
  const { seq, commandId, kind, issuedAt } = command;
  return { seq, commandId, kind, issuedAt, ...counts };
}
