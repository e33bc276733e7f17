import { expect } from 'vitest';
import type { RosterRow } from '../../app/ports/live.ts';
import type { EnrolledPerson } from '../../app/ports/roster.ts';
import { ExamRoster } from '../../app/roster/examRoster.ts';
import type { Room } from '../../app/roster/room.ts';
import type { ExamCommand } from '../../domain/command.ts';
import { createMemoryRoster } from '../../live/memory/roster.ts';
import type { LivePart, RoomDelta, RoomPage, RosterIncident, RosterPerson } from '../../protocol/proctor.ts';
import { enrolledPerson, rosterRow } from './rows.ts';

/** An exam of which the test holds the lists that databases and nodes hold elsewhere. */
export class TestExam {
  readonly enrolled = new Map<string, EnrolledPerson>();
  readonly rows = new Map<string, RosterRow>();
  readonly live = createMemoryRoster();
  readonly #incidents: RosterIncident[] = [];
  readonly roster: ExamRoster;
  now = 1_000;

  constructor() {
    let rooms = 0;
    this.roster = new ExamRoster({
      examId: 'exam',
      roster: this.live,
      source: {
        people: async (_examId, after, limit) =>
          [...this.enrolled.values()]
            .sort((a, b) => (a.candidateId < b.candidateId ? -1 : 1))
            .filter(({ candidateId }) => candidateId > (after ?? ''))
            .slice(0, limit),
      },
      incidents: {
        changedSince: async (_examId, cursor) => ({
          cursor: String(this.#incidents.length),
          incidents: this.#incidents.slice(Number(cursor ?? 0)),
        }),
      },
      roomId: () => `room-${++rooms}`,
    });
  }

  enrol(count: number, more: Partial<EnrolledPerson> = {}): void {
    for (let each = 0; each < count; each += 1) {
      const candidateId = `p${String(this.enrolled.size).padStart(5, '0')}`;
      this.enrolled.set(candidateId, enrolledPerson(candidateId, more));
    }
  }

  publish(candidateId: string, more: Partial<RosterRow> = {}): void {
    this.now += 1;
    const { districtId, centreId } = this.enrolled.get(candidateId) ?? { districtId: 1, centreId: 'c1' };
    const known = this.rows.get(candidateId) ?? rosterRow(candidateId, { districtId, centreId });
    const row = { ...known, ...more, version: this.now, appliedSeq: known.appliedSeq + 1 };
    this.rows.set(candidateId, row);
    this.live.publish('exam', [row]);
  }

  raise(incident: RosterIncident): void {
    this.#incidents.push(incident);
  }
}

/** A page that watches a room as the contract says: pages and deltas, in whatever order. */
export class TestViewer {
  readonly room: Room;
  version: number;
  readonly #people = new Map<number, RosterPerson>();
  readonly #told = new Map<number, LivePart | null>();

  constructor(room: Room) {
    this.room = room;
    this.version = room.version;
    room.watchRows();
  }

  page({ people }: RoomPage): void {
    for (const person of people) if (!this.#people.has(person.n)) this.#people.set(person.n, person);
  }

  delta(delta: RoomDelta): void {
    expect(delta.from).toBe(this.version);
    this.version = delta.version;
    for (const person of delta.people ?? []) this.#replace(person);
    for (const n of delta.gone ?? []) this.#people.delete(n);
    for (const { n, live } of delta.rows ?? []) this.#told.set(n, live);
    for (const [n, answered, marked, lastSaveAt] of delta.saved ?? []) {
      const live = this.#told.get(n) ?? this.#people.get(n)?.live;
      if (live) this.#told.set(n, { ...live, answered, marked, lastSaveAt });
    }
  }

  #replace(person: RosterPerson): void {
    this.#people.set(person.n, person);
    this.#told.delete(person.n);
  }

  get people(): RosterPerson[] {
    return [...this.#people.values()]
      .map((person) => ({
        ...person,
        live: this.#told.has(person.n) ? this.#told.get(person.n)! : person.live,
      }))
      .sort((a, b) => a.n - b.n);
  }
}

/** A message for everybody. */
export const commandAt = (seq: number, more: Partial<ExamCommand> = {}): ExamCommand =>
  ({
    seq,
    commandId: `command-${seq}`,
    scope: { kind: 'all' },
    issuedAt: seq,
    kind: 'message',
    body: { text: { en: 'Hello' } },
    ...more,
  }) as ExamCommand;

/** A call from centre c1. */
export const incident = (more: Partial<RosterIncident> = {}): RosterIncident => ({
  id: 'i1',
  kind: 'call',
  examId: 'exam',
  attemptId: null,
  candidateId: null,
  districtId: 1,
  centreId: 'c1',
  detail: {},
  count: 1,
  state: 'open',
  claimedBy: null,
  notes: [],
  at: 1,
  updatedAt: 1,
  resolvedAt: null,
  ...more,
});
