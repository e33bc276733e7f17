import type { RoomScope, RosterPerson } from '../../../../server/protocol/proctor.ts';
import type { FixedOrder, Roster } from './roster.ts';

/** Where somebody stands, in the order in which an exam goes by. */
export const statuses = ['absent', 'signed-in', 'started', 'paused', 'handed-in'] as const;

export type CandidateStatus = (typeof statuses)[number];

export type Filter = CandidateStatus | 'offline' | 'late' | 'incident';

export type SortBy = FixedOrder | 'attention' | 'status' | 'answered' | 'time' | 'saved';

export interface Query {
  readonly place: RoomScope;
  readonly filter: Filter | null;
  /** Words, each of which must stand somewhere in roll number, name, centre or district. */
  readonly search: string;
  readonly sortBy: SortBy;
  readonly isDescending: boolean;
}

/** Candidates whom an incident that nobody has resolved is about. */
export type Concerned = ReadonlySet<string>;

export function statusOf({ live }: RosterPerson): CandidateStatus {
  return live?.status ?? 'absent';
}

/** Has begun, has not handed in, and is not connected. */
export function isOffline({ live }: RosterPerson): boolean {
  return live !== null && !live.connected && (live.status === 'started' || live.status === 'paused');
}

export function isWithin(place: RoomScope, { districtId, centreId }: RosterPerson): boolean {
  switch (place.kind) {
    case 'all':
      return true;
    case 'district':
      return districtId === place.districtId;
    case 'centre':
      return centreId === place.centreId;
  }
}

/** The numbers of those who are asked for, in the order that is asked for; ties by roll number. */
export function selectPeople(roster: Roster, query: Query, concerned: Concerned): readonly number[] {
  const { sortBy, isDescending } = query;
  const isFixed = sortBy === 'roll' || sortBy === 'name' || sortBy === 'centre';
  const wanted = matching(roster, roster.order(isFixed ? sortBy : 'roll'), query, concerned);
  if (!isFixed) return sortedByValue(wanted, roster, sortValue(sortBy, concerned), isDescending);
  return isDescending ? wanted.reverse() : wanted;
}

function matching(
  roster: Roster,
  order: readonly number[],
  { place, filter, search }: Query,
  concerned: Concerned,
): number[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const isWanted = filterOf(filter, concerned);
  return order.filter((n) => {
    const person = roster.at(n);
    if (person === undefined || !isWithin(place, person) || !isWanted(person)) return false;
    const text = roster.searched(n);
    return words.every((word) => text.includes(word));
  });
}

function filterOf(filter: Filter | null, concerned: Concerned): (person: RosterPerson) => boolean {
  switch (filter) {
    case null:
      return () => true;
    case 'offline':
      return isOffline;
    case 'late':
      return ({ live }) => (live?.late ?? 0) > 0;
    case 'incident':
      return ({ candidateId }) => concerned.has(candidateId);
    default:
      return (person) => statusOf(person) === filter;
  }
}

/** By groups of equal values, which most orders have few of: in proportion to the people, not to their comparisons. */
function sortedByValue(
  wanted: readonly number[],
  roster: Roster,
  valueOfPerson: (person: RosterPerson) => number,
  isDescending: boolean,
): readonly number[] {
  const direction = isDescending ? -1 : 1;
  const groups = new Map<number, number[]>();
  for (const n of wanted) {
    const person = roster.at(n);
    const value = person === undefined ? 0 : valueOfPerson(person);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [n]);
    else group.push(n);
  }
  return [...groups.keys()].sort((a, b) => (a - b) * direction).flatMap((value) => groups.get(value) ?? []);
}

const latest = Number.MAX_SAFE_INTEGER;

function sortValue(
  sortBy: Exclude<SortBy, FixedOrder>,
  concerned: Concerned,
): (person: RosterPerson) => number {
  switch (sortBy) {
    case 'attention':
      return (person) => urgency(person, concerned);
    case 'status':
      return (person) => statuses.indexOf(statusOf(person));
    case 'answered':
      return ({ live }) => live?.answered ?? -1;
    case 'time':
      return (person) => (statusOf(person) === 'handed-in' ? latest : (person.live?.deadlineAt ?? latest));
    case 'saved':
      return ({ live }) => live?.lastSaveAt ?? 0;
  }
}

/** Small is urgent: an incident, then no connection, late answers, a pause; then the exam's order, the absent at the end. */
function urgency(person: RosterPerson, concerned: Concerned): number {
  if (concerned.has(person.candidateId)) return 0;
  if (isOffline(person)) return 1;
  if ((person.live?.late ?? 0) > 0) return 2;
  const order: Readonly<Record<CandidateStatus, number>> = {
    paused: 3,
    started: 4,
    'signed-in': 5,
    absent: 6,
    'handed-in': 7,
  };
  return order[statusOf(person)];
}
