import { describe, expect, it } from 'vitest';
import { type ExamCommand, reaches, type Scope } from '../../domain/command.ts';
import type { RoomScope, RosterCounts, RosterPerson } from '../../protocol/proctor.ts';
import { SeededChance } from '../../test/chance.ts';
import { commandAt, TestExam, TestViewer } from '../../test/roster/testExam.ts';

const places = [
  { districtId: 1, centreId: 'c1' },
  { districtId: 1, centreId: null },
  { districtId: 2, centreId: 'c2' },
  { districtId: 2, centreId: 'c3' },
] as const;
const watched: readonly RoomScope[] = [
  { kind: 'all' },
  { kind: 'district', districtId: 1 },
  { kind: 'centre', centreId: 'c2' },
];
const addressed: readonly Scope[] = [
  { kind: 'all' },
  { kind: 'district', districtId: 2 },
  { kind: 'candidates', candidateIds: ['p00003', 'p01500'] },
];
const statuses = ['started', 'started', 'paused', 'handed-in'] as const;

/** A viewer, and the pages that have not reached it yet. */
interface Watching {
  readonly viewer: TestViewer;
  readonly pages: number[];
}

/** A quarter of an exam in which everything happens to anybody, watched by people who come in at any time. */
class Commotion {
  readonly exam = new TestExam();
  readonly chance: SeededChance;
  readonly watching: Watching[] = [];
  readonly commands: ExamCommand[] = [];

  constructor(seed: number) {
    this.chance = new SeededChance(seed);
    for (const place of places) this.exam.enrol(700, place);
  }

  async second(): Promise<void> {
    const { exam, chance, watching, commands } = this;
    const ids = [...exam.enrolled.keys()];
    if (chance.oneIn(2)) {
      const viewer = new TestViewer(exam.roster.room(chance.pick(watched)));
      const { pages } = viewer.room.state();
      watching.push({ viewer, pages: Array.from({ length: pages }, (_, index) => index) });
    }
    for (let change = 0; change < 150; change += 1) this.#change(chance.pick(ids));
    if (chance.oneIn(5)) {
      commands.push(commandAt(commands.length + 1, { scope: chance.pick(addressed) }));
      exam.roster.hear(commands);
    }
    if (chance.oneIn(5)) exam.enrolled.delete(chance.pick(ids));
    if (chance.oneIn(3)) exam.enrol(1, chance.pick(places));
    await this.quietSecond();
  }

  async quietSecond(): Promise<void> {
    await this.exam.roster.readSlice();
    for (const { viewer, pages } of this.watching) {
      if (!this.chance.oneIn(2)) continue;
      const index = pages.shift();
      if (index !== undefined) viewer.page(viewer.room.page(index, 0));
    }
    for (const room of this.exam.roster.rooms.values()) {
      const { full } = room.tick(this.exam.now, false);
      for (const { viewer } of this.watching) if (viewer.room === room) viewer.delta(full);
    }
  }

  #change(candidateId: string): void {
    const { exam, chance, commands } = this;
    if (!exam.enrolled.has(candidateId)) return;
    const confirmed = exam.rows.get(candidateId)?.confirmed ?? [];
    const waiting = commands.find(({ seq }) => !confirmed.includes(seq));
    exam.publish(candidateId, {
      status: chance.pick(statuses),
      connected: chance.oneIn(2),
      connectedAt: exam.now,
      answered: chance.whole(0, 50),
      lastSaveAt: exam.now,
      examSeq: commands.length,
      confirmed: waiting !== undefined && chance.oneIn(2) ? [...confirmed, waiting.seq] : confirmed,
      late: chance.whole(0, 1),
      ...(chance.oneIn(4) && chance.pick(places)),
    });
  }
}

function recounted(people: readonly RosterPerson[]): RosterCounts {
  const count = (is: (person: RosterPerson) => boolean) => people.filter(is).length;
  const has = (status: string) => count(({ live }) => live?.status === status);
  return {
    enrolled: people.length,
    absent: count(({ live }) => live === null),
    signedIn: has('signed-in'),
    started: has('started'),
    paused: has('paused'),
    handedIn: has('handed-in'),
    connected: count(({ live }) => live?.connected === true),
    offline: count(({ live }) => live !== null && !live.connected && live.status !== 'handed-in'),
    answered: people.reduce((sum, { live }) => sum + (live?.answered ?? 0), 0),
    late: count(({ live }) => (live?.late ?? 0) > 0),
    incidents: 0,
    concerned: 0,
  };
}

describe('rooms in a commotion', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    '[ROS-14] leave no viewer with anything but the truth (seed %i)',
    async (seed) => {
      const commotion = new Commotion(seed);
      const { exam, watching, commands } = commotion;
      await exam.roster.load([], false);
      for (let second = 0; second < 25; second += 1) await commotion.second();
      for (let second = 0; second < 20; second += 1) await commotion.quietSecond();

      expect(watching.length).toBeGreaterThan(0);
      for (const { viewer, pages } of watching) {
        for (const index of pages) viewer.page(viewer.room.page(index, 0));
        const { room } = viewer;
        const state = room.state();
        const shown = Array.from({ length: state.pages }, (_, index) => room.page(index, 0).people).flat();
        const truth = new Map(shown.map((person) => [person.n, person]));
        expect(new Map(viewer.people.map((person) => [person.n, person]))).toEqual(truth);
        expect(state.counts).toEqual(recounted([...truth.values()]));
        for (const { seq, reaches: counted, confirmed } of state.commands) {
          const scope = commands[seq - 1]?.scope ?? { kind: 'all' };
          const reached = [...truth.values()].filter((person) => reaches(scope, person));
          const isConfirmed = ({ candidateId }: RosterPerson) =>
            exam.rows.get(candidateId)?.confirmed.includes(seq) === true;
          expect([counted, confirmed]).toEqual([reached.length, reached.filter(isConfirmed).length]);
        }
      }
    },
  );
});
