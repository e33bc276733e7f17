import type { RoomOpenReply, RoomOpenRequest, RoomScope, RosterExam } from '../../protocol/proctor.ts';
import type { Exam, ExamBook } from '../examBook.ts';
import type { ExamFollower } from '../examFollower.ts';
import { whenAvailable } from '../outcomes.ts';
import type { LiveState } from '../ports/live.ts';
import type { Geography, IncidentNews, RosterSource } from '../ports/roster.ts';
import type { Chance, Claims, Clock } from '../ports.ts';
import { Unavailable } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { coversScope, type StaffScopes } from '../staff.ts';
import { ExamRoster } from './examRoster.ts';
import type { Room, RoomTick } from './room.ts';

export interface RosterRoomsOptions {
  readonly exams: Pick<ExamBook, 'exam'>;
  readonly follower: ExamFollower;
  readonly source: RosterSource;
  readonly live: Pick<LiveState, 'roster' | 'isStale'>;
  readonly incidents: IncidentNews;
  readonly scopes: StaffScopes;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'id'>;
}

export interface OpenedRoom {
  readonly room: Room;
  readonly reply: RoomOpenReply;
}

/** An exam that is watched, or was a moment ago. */
interface Watched {
  readonly roster: ExamRoster;
  readonly ready: Promise<void>;
  /** Since when nobody has watched it; `null` while somebody does. */
  idleSince: number | null;
  readers: number;
}

/** How long an exam that nobody watches any more is kept, ms: whoever reloads the page finds it there. */
const keepMs = 60_000;

/** One part of the list of the enrolled is read again so often, ms: all 40,000 in two minutes. */
const sliceEveryMs = 3_000;

/** How long districts and centres are believed, ms. */
const geographyMs = 60_000;

/** The live rooms of this node. Call `tick` and `refresh` once a second each. */
export class RosterRooms {
  readonly #options: RosterRoomsOptions;
  readonly #exams = new Map<string, Watched>();
  readonly #viewers = new Map<Room, number>();
  #geography: { readonly readAt: number; readonly value: Promise<Geography> } | null = null;
  #slicedAt = 0;

  constructor(options: RosterRoomsOptions) {
    this.#options = options;
    options.follower.onCommands((examId, commands) => this.#exams.get(examId)?.roster.hear(commands));
  }

  /** A viewer comes in; `leave` it as often. Errors: `not-found`, `not-in-scope`, `unavailable`. */
  open(who: Claims, request: RoomOpenRequest): Promise<Result<OpenedRoom>> {
    return whenAvailable(() => this.#open(who, request));
  }

  leave(room: Room): void {
    const left = (this.#viewers.get(room) ?? 1) - 1;
    if (left > 0) {
      this.#viewers.set(room, left);
      return;
    }
    this.#viewers.delete(room);
    const watched = this.#exams.get(room.examId);
    if (watched === undefined) return;
    watched.roster.closeRoom(room);
    if (watched.roster.rooms.size === 0) watched.idleSince = this.#options.clock.now();
  }

  isWatched(examId: string): boolean {
    return this.#exams.has(examId);
  }

  /** Whether this person may still see it: assignments change. What cannot be asked stays as it is. */
  async mayWatch(who: Claims, { scope }: Room): Promise<boolean> {
    try {
      return await this.#covers(who, scope, await this.#places());
    } catch (error) {
      if (error instanceof Unavailable) return true;
      throw error;
    }
  }

  /** Ends the second of every room that is watched. */
  *tick(): Iterable<{ readonly room: Room; readonly tick: RoomTick }> {
    const now = this.#options.clock.now();
    for (const [examId, { roster, idleSince, readers }] of this.#exams) {
      if (idleSince !== null && readers === 0 && now - idleSince > keepMs) {
        this.#exams.delete(examId);
        roster.close();
        continue;
      }
      for (const room of this.#roomsOf(roster)) yield { room, tick: room.tick(now, roster.isStale) };
    }
  }

  /** Reads what is not pushed: incidents, and a part of the list of the enrolled. */
  async refresh(): Promise<void> {
    const now = this.#options.clock.now();
    const isSliceDue = now - this.#slicedAt >= sliceEveryMs;
    if (isSliceDue) this.#slicedAt = now;
    const watched = [...this.#exams.values()];
    for (const { roster, ready } of watched) {
      await ready;
      await roster.readIncidents();
    }
    if (!isSliceDue) return;
    for (const { roster } of watched) await roster.readSlice();
  }

  close(): void {
    for (const { roster } of this.#exams.values()) roster.close();
    this.#exams.clear();
  }

  async #open(who: Claims, { examId, scope, rows }: RoomOpenRequest): Promise<Result<OpenedRoom>> {
    const exam = await this.#options.exams.exam(examId);
    const geography = await this.#places();
    if (exam === null || !exists(scope, geography)) return fail('not-found');
    if (!(await this.#covers(who, scope, geography))) return fail('not-in-scope');
    const scopes = await this.#options.scopes.of(who);
    const roster = await this.#rosterOf(examId);
    const room = roster.room(scope);
    this.#viewers.set(room, (this.#viewers.get(room) ?? 0) + 1);
    const { pages, ...state } = room.state();
    return ok({
      room,
      reply: {
        roomId: room.id,
        serverNow: this.#options.clock.now(),
        stale: roster.isStale,
        exam: examView(exam),
        scopes,
        ...geography,
        ...state,
        pages: rows ? pages : 0,
      },
    });
  }

  /** The people of an exam; read when the first viewer comes. */
  async #rosterOf(examId: string): Promise<ExamRoster> {
    const watched = this.#exams.get(examId) ?? this.#watch(examId);
    watched.readers += 1;
    try {
      await watched.ready;
    } finally {
      watched.readers -= 1;
    }
    watched.idleSince = null;
    return watched.roster;
  }

  #watch(examId: string): Watched {
    const { source, live, incidents, follower, chance } = this.#options;
    const roster = new ExamRoster({
      ...{ examId, source, incidents },
      roster: live.roster,
      roomId: () => chance.id(),
    });
    const ready = follower.catchUp(examId).then((commands) => roster.load(commands, live.isStale()));
    const watched = { roster, ready, idleSince: null, readers: 0 };
    this.#exams.set(examId, watched);
    ready.catch(() => {
      this.#exams.delete(examId);
      roster.close();
    });
    return watched;
  }

  #roomsOf(roster: ExamRoster): readonly Room[] {
    return [...roster.rooms.values()].filter((room) => this.#viewers.has(room));
  }

  async #covers(who: Claims, scope: RoomScope, { centres }: Geography): Promise<boolean> {
    const scopes = await this.#options.scopes.of(who);
    return coversScope(scopes, scope, async () =>
      centres
        .filter(({ id }) => scope.kind === 'centre' && id === scope.centreId)
        .map(({ id, districtId }) => ({ candidateId: '', districtId, centreId: id })),
    );
  }

  #places(): Promise<Geography> {
    const now = this.#options.clock.now();
    if (this.#geography !== null && now - this.#geography.readAt < geographyMs) return this.#geography.value;
    const value = this.#options.source.geography();
    this.#geography = { readAt: now, value };
    value.catch(() => {
      this.#geography = null;
    });
    return value;
  }
}

function exists(scope: RoomScope, { districts, centres }: Geography): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'district':
      return districts.some(({ id }) => id === scope.districtId);
    case 'centre':
      return centres.some(({ id }) => id === scope.centreId);
  }
}

function examView({ id, paper, closed }: Exam): RosterExam {
  const { title, rules } = paper.content;
  const { opensAt, lastEntryAt, closesAt, clock, durationMs } = rules;
  const status = closed ? 'closed' : 'published';
  return { id, title, status, opensAt, lastEntryAt, closesAt, clock, durationMs };
}
