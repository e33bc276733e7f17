import type { RosterCounts, RosterPerson } from '../../../../server/protocol/proctor.ts';
import { incidentsAt } from './centreIncidents.ts';
import type { RoomView } from './room.ts';
import { isOffline, statusOf } from './selectPeople.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Counts of each centre of a district, by id; those without a centre under `null`. The incidents are as the server counts them. */
export function countByCentre(
  { roster, centreIncidents }: Pick<RoomView, 'roster' | 'centreIncidents'>,
  districtId: number,
): ReadonlyMap<string | null, RosterCounts> {
  const byCentre = new Map<string | null, Writable<RosterCounts>>();
  for (const n of roster.order('roll')) {
    const person = roster.at(n);
    if (person === undefined || person.districtId !== districtId) continue;
    const { centreId } = person;
    const known = byCentre.get(centreId);
    const counts = known ?? { ...nobody(), ...incidentsAt(centreIncidents, districtId, centreId) };
    if (known === undefined) byCentre.set(centreId, counts);
    count(counts, person);
  }
  return byCentre;
}

/** All of them together. */
export function sumOf(parts: Iterable<RosterCounts>): RosterCounts {
  const sum = nobody();
  for (const part of parts) for (const key of keys) sum[key] += part[key];
  return sum;
}

function nobody(): Writable<RosterCounts> {
  return {
    enrolled: 0,
    absent: 0,
    signedIn: 0,
    started: 0,
    paused: 0,
    handedIn: 0,
    connected: 0,
    offline: 0,
    answered: 0,
    late: 0,
    incidents: 0,
    concerned: 0,
  };
}

const keys: readonly (keyof RosterCounts)[] = [
  'enrolled',
  'absent',
  'signedIn',
  'started',
  'paused',
  'handedIn',
  'connected',
  'offline',
  'answered',
  'late',
  'incidents',
  'concerned',
];

const keyOfStatus = {
  absent: 'absent',
  'signed-in': 'signedIn',
  started: 'started',
  paused: 'paused',
  'handed-in': 'handedIn',
} as const;

function count(counts: Writable<RosterCounts>, person: RosterPerson): void {
  const { live } = person;
  counts.enrolled += 1;
  counts[keyOfStatus[statusOf(person)]] += 1;
  if (live?.connected) counts.connected += 1;
  if (isOffline(person)) counts.offline += 1;
  counts.answered += live?.answered ?? 0;
  if ((live?.late ?? 0) > 0) counts.late += 1;
}
