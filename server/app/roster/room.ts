import type { ExamCommand } from '../../domain/command.ts';
import type {
  LiveRow,
  RoomDelta,
  RoomOpenReply,
  RoomPage,
  RoomScope,
  RosterIncident,
  SavedRow,
} from '../../protocol/proctor.ts';
import { maxRowsPerDelta, maxSavedPerDelta, peoplePerPage } from '../../protocol/proctor.ts';
import { IncidentBoard } from './incidentBoard.ts';
import { type changeOf, type Person, personView } from './person.ts';
import { ProgressBoard, type Reader } from './progressBoard.ts';
import { takeFirst } from './takeFirst.ts';
import type { TallyView } from './tallies.ts';

export interface RoomOptions {
  readonly id: string;
  readonly examId: string;
  readonly scope: RoomScope;
  readonly members: readonly Person[];
  readonly tallies: TallyView;
  /** All of the exam. */
  readonly commands: readonly ExamCommand[];
  /** All of the exam that nobody has resolved. */
  readonly incidents: readonly RosterIncident[];
}

export interface Change {
  readonly change: ReturnType<typeof changeOf>;
  readonly isRenamed: boolean;
  /** A command has come further. */
  readonly progress: boolean;
}

/** The room as it stands. */
export type RoomState = Pick<
  RoomOpenReply,
  'version' | 'total' | 'pages' | 'counts' | 'tiles' | 'centreIncidents' | 'commands' | 'incidents'
>;

/** One second of a room: for viewers who see the people, and for those who see counts only. */
export interface RoomTick {
  readonly full: RoomDelta;
  readonly slim: RoomDelta;
}

/**
 * One part of the state in one exam, as everybody who watches it sees it: computed once, however many watch. Changes wait here
 * for the next second; what does not fit then waits longer, whoever has waited longest goes first.
 */
export class Room {
  readonly id: string;
  readonly examId: string;
  readonly scope: RoomScope;
  readonly #tallies: TallyView;
  readonly #board = new ProgressBoard();
  readonly #incidents: IncidentBoard;
  /**
   * Everybody who has been in it since it was opened, so that a page is made of the same people at any time. Whoever comes
   * back stands here twice.
   */
  readonly #members: Person[];
  readonly #present: Set<Person>;
  /** Changed in more than their answers. */
  readonly #changed = new Set<Person>();
  readonly #saved = new Set<Person>();
  readonly #joined = new Set<Person>();
  readonly #left = new Set<number>();
  #membership = 0;
  #version = 1;
  #watchers = 0;

  constructor({ id, examId, scope, members, tallies, commands, incidents }: RoomOptions) {
    this.id = id;
    this.examId = examId;
    this.scope = scope;
    this.#tallies = tallies;
    this.#members = [...members];
    this.#present = new Set(members);
    this.#incidents = new IncidentBoard(incidents.filter((incident) => this.#concerns(incident)));
    for (const command of commands.slice(-shownCommands)) this.#board.watch(command, members);
    this.#board.takeChanged();
    this.#tallies.takeChanged();
  }

  get version(): number {
    return this.#version;
  }

  /** Rises when somebody joins or leaves: a page made before may then name the wrong people. */
  get membership(): number {
    return this.#membership;
  }

  /** Somebody wants to be told of single people too. Without such viewers nothing is kept for them. */
  watchRows(): void {
    this.#watchers += 1;
  }

  unwatchRows(): void {
    this.#watchers -= 1;
    if (this.#watchers > 0) return;
    for (const waiting of [this.#changed, this.#saved, this.#joined, this.#left]) waiting.clear();
  }

  state(): RoomState {
    return {
      version: this.#version,
      total: this.#present.size,
      pages: Math.ceil(this.#members.length / peoplePerPage),
      ...this.#tallies.all(),
      commands: this.#board.all(),
      incidents: this.#incidents.open(),
    };
  }

  /** The page as it is now; `index` from 0. What is in it is never older than the room's version. */
  page(index: number, of: number): RoomPage {
    const people = this.#members
      .slice(index * peoplePerPage, (index + 1) * peoplePerPage)
      .filter((person) => this.#present.has(person))
      .map(personView);
    return { roomId: this.id, version: this.#version, index, of, people };
  }

  hear(command: ExamCommand): void {
    this.#board.watch(command, this.#present);
  }

  raise(incident: RosterIncident): void {
    if (this.#concerns(incident)) this.#incidents.put(incident);
  }

  join(person: Person): void {
    this.#members.push(person);
    this.#present.add(person);
    this.#board.add(person);
    this.#membership += 1;
    if (this.#watchers === 0) return;
    this.#left.delete(person.n);
    this.#joined.add(person);
  }

  /** `before`: as the person was while still in the room. */
  leave(person: Person, before: Reader = person): void {
    this.#present.delete(person);
    this.#board.remove(before);
    this.#membership += 1;
    for (const waiting of [this.#changed, this.#saved, this.#joined]) waiting.delete(person);
    if (this.#watchers > 0) this.#left.add(person.n);
  }

  change(person: Person, before: Reader, { change, isRenamed, progress }: Change): void {
    if (progress) {
      this.#board.remove(before);
      this.#board.add(person);
    }
    if (this.#watchers === 0) return;
    if (isRenamed) this.#joined.add(person);
    if (change === 'whole') this.#changed.add(person);
    else if (change === 'saved') this.#saved.add(person);
  }

  /** Ends the second: what has changed in it, or in earlier ones and had to wait. */
  tick(serverNow: number, stale: boolean): RoomTick {
    const from = this.#version;
    this.#version += 1;
    const commands = this.#board.takeChanged();
    const incidents = this.#incidents.takeChanged();
    const slim = {
      ...{ roomId: this.id, from, version: this.#version, serverNow, stale },
      ...this.#tallies.takeChanged(),
      ...(commands.length > 0 && { commands }),
      ...(incidents.length > 0 && { incidents }),
    };
    return { slim, full: { ...slim, ...this.#takeRows() } };
  }

  #takeRows(): Pick<RoomDelta, 'rows' | 'saved' | 'people' | 'gone'> {
    const people = takeFirst(this.#joined, peoplePerPage).map(personView);
    const gone = takeFirst(this.#left, maxRowsPerDelta);
    const changed = takeFirst(this.#changed, maxRowsPerDelta);
    // Whoever is told of as a whole is told of with the latest answers.
    for (const person of changed) this.#saved.delete(person);
    const rows: LiveRow[] = changed.map(({ n, live }) => ({ n, live }));
    const saved = takeFirst(this.#saved, maxSavedPerDelta).flatMap(savedRow);
    return {
      ...(people.length > 0 && { people }),
      ...(gone.length > 0 && { gone }),
      ...(rows.length > 0 && { rows }),
      ...(saved.length > 0 && { saved }),
    };
  }

  #concerns({ districtId, centreId }: RosterIncident): boolean {
    switch (this.scope.kind) {
      case 'all':
        return true;
      case 'district':
        return districtId === this.scope.districtId;
      case 'centre':
        return centreId === this.scope.centreId;
    }
  }
}

/** As many of the latest commands are shown with their progress. */
const shownCommands = 20;

function savedRow({ n, live }: Person): readonly SavedRow[] {
  if (live === null || live.answered === null || live.marked === null || live.lastSaveAt === null) return [];
  return [[n, live.answered, live.marked, live.lastSaveAt]];
}
