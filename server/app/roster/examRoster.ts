import type { ExamCommand } from '../../domain/command.ts';
import type { RoomScope, RosterIncident } from '../../protocol/proctor.ts';
import type { LiveRoster, RosterRow, RosterView } from '../ports/live.ts';
import type { EnrolledPerson, IncidentNews, RosterSource } from '../ports/roster.ts';
import { changeOf, liveFor, newPerson, type Person, placeFor } from './person.ts';
import { isSamePlace, keysOf, scopeKey } from './places.ts';
import { isProgress } from './progressBoard.ts';
import { Room } from './room.ts';
import { Tallies } from './tallies.ts';

export interface ExamRosterOptions {
  readonly examId: string;
  readonly source: Pick<RosterSource, 'people'>;
  readonly roster: Pick<LiveRoster, 'follow'>;
  readonly incidents: IncidentNews;
  /** Names a room. */
  readonly roomId: () => string;
}

/** People read from the database in one statement. */
const sliceOf = 1_000;

/**
 * Everybody enrolled in one exam, as far as this node knows, and the rooms in which they are watched. Everything is kept up
 * change by change: what a second costs follows from what has changed in it, not from how many people there are.
 */
export class ExamRoster {
  readonly #options: ExamRosterOptions;
  /** By candidate id, in the order of their numbers. */
  readonly #people = new Map<string, Person>();
  #nextNumber = 0;
  /** Rows of people who were enrolled after the list was read. */
  readonly #unknown = new Map<string, RosterRow>();
  readonly #tallies = new Tallies();
  readonly #rooms = new Map<string, Room>();
  readonly #incidents = new Map<string, RosterIncident>();
  readonly #commands: ExamCommand[] = [];
  /** Who was found in the round through the list that is under way. */
  #found = new Set<string>();
  #nextSlice: string | null = null;
  #incidentCursor: string | null = null;
  #view: RosterView | null = null;
  #isStale = false;

  constructor(options: ExamRosterOptions) {
    this.#options = options;
  }

  /** Reads everything once. @throws Unavailable */
  async load(commands: readonly ExamCommand[], isStale: boolean): Promise<void> {
    this.hear(commands);
    this.#isStale = isStale;
    this.#view = await this.#options.roster.follow(this.#options.examId, {
      rows: (changed) => this.#take(changed),
      stale: (stale) => {
        this.#isStale = stale;
      },
    });
    this.#take(this.#view.rows);
    do await this.readSlice();
    while (this.#nextSlice !== null);
    await this.readIncidents();
  }

  close(): void {
    this.#view?.close();
    this.#view = null;
  }

  get rooms(): ReadonlyMap<string, Room> {
    return this.#rooms;
  }

  get isStale(): boolean {
    return this.#isStale;
  }

  /** The room of a part of the state; made when it is first asked for. */
  room(scope: RoomScope): Room {
    const key = scopeKey(scope);
    const known = this.#rooms.get(key);
    if (known !== undefined) return known;
    const members = [...this.#people.values()].filter(({ keys }) => keys.includes(key));
    const room = new Room({
      id: this.#options.roomId(),
      examId: this.#options.examId,
      scope,
      members,
      tallies: this.#tallies.view(scope),
      commands: this.#commands,
      incidents: [...this.#incidents.values()],
    });
    this.#rooms.set(key, room);
    return room;
  }

  /** Nobody watches it any more. */
  closeRoom(room: Room): void {
    this.#rooms.delete(scopeKey(room.scope));
  }

  /** Commands that are new to this exam, in order. */
  hear(commands: readonly ExamCommand[]): void {
    const last = this.#commands.at(-1)?.seq ?? 0;
    for (const command of commands) {
      if (command.seq <= last) continue;
      this.#commands.push(command);
      this.#move(command);
      for (const room of this.#rooms.values()) room.hear(command);
    }
  }

  /** Reads the next part of the list of the enrolled; after the last one it begins anew. @throws Unavailable */
  async readSlice(): Promise<void> {
    const { examId, source } = this.#options;
    const people = await source.people(examId, this.#nextSlice, sliceOf);
    for (const base of people) this.#enrol(base);
    const isLast = people.length < sliceOf;
    this.#nextSlice = isLast ? null : (people.at(-1)?.candidateId ?? null);
    if (!isLast) return;
    for (const person of this.#people.values()) {
      if (!this.#found.has(person.base.candidateId)) this.#leave(person);
    }
    this.#found = new Set();
  }

  /** @throws Unavailable */
  async readIncidents(): Promise<void> {
    const { examId, incidents: news } = this.#options;
    const { cursor, incidents } = await news.changedSince(examId, this.#incidentCursor);
    this.#incidentCursor = cursor;
    for (const incident of incidents) {
      const before = this.#incidents.get(incident.id);
      if (before !== undefined) this.#tallies.countIncident(before, -1);
      this.#tallies.countIncident(incident, 1);
      if (incident.state === 'resolved') this.#incidents.delete(incident.id);
      else this.#incidents.set(incident.id, incident);
      for (const room of this.#rooms.values()) room.raise(incident);
    }
  }

  #take(rows: readonly RosterRow[]): void {
    for (const row of rows) {
      const person = this.#people.get(row.candidateId);
      if (person === undefined) this.#unknown.set(row.candidateId, row);
      else this.#change(person, person.base, row);
    }
  }

  #enrol(base: EnrolledPerson): void {
    this.#found.add(base.candidateId);
    const known = this.#people.get(base.candidateId);
    if (known !== undefined) return this.#change(known, base, known.row);
    const person = newPerson(this.#nextNumber, base, this.#unknown.get(base.candidateId) ?? null);
    this.#nextNumber += 1;
    this.#unknown.delete(base.candidateId);
    this.#people.set(base.candidateId, person);
    this.#tallies.add(person);
    for (const room of this.#roomsAt(person)) room.join(person);
  }

  #leave(person: Person): void {
    this.#people.delete(person.base.candidateId);
    this.#tallies.remove(person);
    for (const room of this.#roomsAt(person)) room.leave(person);
  }

  /** The list of the enrolled says it too, but only when it is read again. */
  #move({ kind, scope, body }: ExamCommand): void {
    if (kind !== 'move-centre' || scope.kind !== 'candidates') return;
    const { districtId, centreId } = body;
    for (const candidateId of scope.candidateIds) {
      const person = this.#people.get(candidateId);
      if (person !== undefined) this.#change(person, { ...person.base, districtId, centreId }, person.row);
    }
  }

  #change(person: Person, base: EnrolledPerson, row: RosterRow | null): void {
    const before = { ...person };
    const place = placeFor(base, row);
    const live = liveFor(base, row);
    const change = changeOf(before.live, live);
    const isRenamed = !isSameName(before.base, base);
    const hasMoved = !isSamePlace(before.place, place);
    person.base = base;
    person.row = row;
    const progress = isProgress(before, { place, row, live });
    if (change === 'none' && !isRenamed && !hasMoved && !progress) return;
    this.#tallies.remove(before);
    person.live = live;
    if (hasMoved) {
      person.place = place;
      person.keys = keysOf(place);
    }
    this.#tallies.add(person);
    if (!hasMoved) {
      for (const room of this.#roomsAt(person)) {
        room.change(person, before, { change, isRenamed, progress });
      }
      return;
    }
    for (const room of this.#roomsAt(before)) room.leave(person, before);
    for (const room of this.#roomsAt(person)) room.join(person);
  }

  #roomsAt({ keys }: Pick<Person, 'keys'>): readonly Room[] {
    return keys.flatMap((key) => this.#rooms.get(key) ?? []);
  }
}

function isSameName(a: EnrolledPerson, b: EnrolledPerson): boolean {
  return a.name === b.name && a.rollNumber === b.rollNumber && a.extraPerHourMs === b.extraPerHourMs;
}
