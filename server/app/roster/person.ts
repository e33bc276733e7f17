import type { Place } from '../../domain/command.ts';
import type { LivePart, RosterPerson } from '../../protocol/proctor.ts';
import type { RosterRow } from '../ports/live.ts';
import type { EnrolledPerson } from '../ports/roster.ts';
import { keysOf } from './places.ts';

/** Somebody enrolled, as the database has them and as the nodes see them. */
export interface Person {
  readonly n: number;
  /** From the database. */
  base: EnrolledPerson;
  /** From the nodes; `null` as long as none has seen them. */
  row: RosterRow | null;
  /** Where they are now, and the keys of the scopes that are there. */
  place: Place;
  keys: readonly string[];
  /** What viewers are told; `null` for who is absent. */
  live: LivePart | null;
}

export function newPerson(n: number, base: EnrolledPerson, row: RosterRow | null): Person {
  const place = placeFor(base, row);
  return { n, base, row, place, keys: keysOf(place), live: liveFor(base, row) };
}

/** The attempt knows of moves at once; the list of the enrolled is read again a little later. */
export function placeFor(
  { candidateId, districtId, centreId }: EnrolledPerson,
  row: RosterRow | null,
): Place {
  if (row === null || row.attemptId === null) return { candidateId, districtId, centreId };
  return { candidateId, districtId: row.districtId, centreId: row.centreId };
}

export function liveFor({ attempt }: EnrolledPerson, row: RosterRow | null): LivePart | null {
  if (row === null) return attempt === null ? null : unseen(attempt);
  const { connected, connectedAt, disconnectedAt } = row;
  const since = connected ? connectedAt : disconnectedAt;
  if (row.attemptId === null && attempt !== null) return { ...unseen(attempt), connected, since };
  const { attemptId, status, answered, marked, deadlineAt, deadlineVersion, lastSaveAt, late } = row;
  return {
    ...{ attemptId, status, connected, since, answered, marked },
    ...{ deadlineAt, deadlineVersion, lastSaveAt, late },
  };
}

/** An attempt that no node has in memory: its answers are in the log, where nobody has looked. */
function unseen({ attemptId, status }: NonNullable<EnrolledPerson['attempt']>): LivePart {
  return {
    attemptId,
    status: status === 'sealed' ? 'handed-in' : 'started',
    connected: false,
    since: null,
    answered: null,
    marked: null,
    deadlineAt: null,
    deadlineVersion: 0,
    lastSaveAt: null,
    late: 0,
  };
}

/** What has changed between two live parts: nothing, only the answers, or more. */
export function changeOf(before: LivePart | null, after: LivePart | null): 'none' | 'saved' | 'whole' {
  if (before === null || after === null) return before === after ? 'none' : 'whole';
  const isSame =
    before.attemptId === after.attemptId &&
    before.status === after.status &&
    before.connected === after.connected &&
    before.since === after.since &&
    before.deadlineAt === after.deadlineAt &&
    before.deadlineVersion === after.deadlineVersion &&
    before.late === after.late &&
    (before.answered === null) === (after.answered === null);
  if (!isSame) return 'whole';
  const hasSaved =
    before.answered !== after.answered ||
    before.marked !== after.marked ||
    before.lastSaveAt !== after.lastSaveAt;
  if (!hasSaved) return 'none';
  return after.lastSaveAt === null ? 'whole' : 'saved';
}

export function personView({ n, base, place, live }: Person): RosterPerson {
  const { candidateId, rollNumber, name, extraPerHourMs } = base;
  const { districtId, centreId } = place;
  return { n, candidateId, rollNumber, name, districtId, centreId, extraPerHourMs, live };
}
