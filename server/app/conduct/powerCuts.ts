import { type Drop, findDrops, placeKey, type Seat } from '../../domain/drops.ts';
import type { HostedAttempt } from '../hostedAttempt.ts';
import type { IncidentSubject, Incidents } from '../ports/incidents.ts';
import type { LiveRoster, RosterRow, RosterView, Turns } from '../ports/live.ts';
import type { Clock } from '../ports.ts';

export interface PowerCutsOptions {
  readonly roster: Pick<LiveRoster, 'follow'>;
  readonly turns: Turns;
  readonly incidents: Pick<Incidents, 'observe' | 'settle' | 'changedSince'>;
  readonly clock: Clock;
}

const kind = 'power-cut';

/** When the node whose turn it was says nothing for so long, ms, it is another's. */
const turnMs = 3_000;

/** An exam that this node watches for all. */
interface Watched {
  readonly rows: Map<string, RosterRow>;
  /** Drops that have an incident, as last written. */
  readonly open: Map<string, Drop>;
  isStale: boolean;
  view: RosterView | null;
}

/**
 * Looks in the roster for places whose candidates were cut off together, and keeps one incident for each until they are
 * back. Of the nodes that have candidates of the exam one at a time does so: the others need not know the whole roster.
 */
export class PowerCuts {
  readonly #options: PowerCutsOptions;
  /** Exams that somebody has sat on this node. */
  readonly #known = new Set<string>();
  readonly #watched = new Map<string, Watched>();

  constructor(options: PowerCutsOptions) {
    this.#options = options;
  }

  onFrame(): void {
    // Only who is there counts.
  }

  onCommand(): void {
    // Nor do commands cut anybody off.
  }

  onAttendance({ ref }: HostedAttempt): void {
    this.#known.add(ref.examId);
  }

  /** One look at every exam. */
  async tick(): Promise<void> {
    for (const examId of this.#known) {
      if (!(await this.#options.turns.take(`power-cuts:${examId}`, turnMs))) {
        this.#leave(examId);
        continue;
      }
      const watched = this.#watched.get(examId) ?? (await this.#follow(examId));
      if (!watched.isStale) await this.#look(examId, watched);
    }
  }

  /** Looks at this exam no more, until somebody sits it here again. */
  letGo(examId: string): void {
    this.#known.delete(examId);
    this.#leave(examId);
  }

  close(): void {
    for (const examId of this.#watched.keys()) this.#leave(examId);
  }

  #leave(examId: string): void {
    this.#watched.get(examId)?.view?.close();
    this.#watched.delete(examId);
  }

  async #follow(examId: string): Promise<Watched> {
    const { roster, incidents } = this.#options;
    const known = await incidents.changedSince(examId, null);
    const open = known.incidents.flatMap((incident) => dropOf(incident) ?? []);
    const watched: Watched = {
      rows: new Map(),
      open: new Map(open.map((drop) => [placeKey(drop), drop])),
      isStale: false,
      view: null,
    };
    const take = (rows: readonly RosterRow[]) => {
      for (const row of rows) watched.rows.set(row.candidateId, row);
    };
    watched.view = await roster.follow(examId, {
      rows: take,
      stale: (isStale) => {
        watched.isStale = isStale;
      },
    });
    take(watched.view.rows);
    this.#watched.set(examId, watched);
    return watched;
  }

  async #look(examId: string, { rows, open }: Watched): Promise<void> {
    const { incidents, clock } = this.#options;
    const now = clock.now();
    const since = new Map([...open].map(([key, drop]) => [key, drop.since]));
    const drops = findDrops(seatsOf(rows.values()), since, now);
    for (const drop of drops) {
      const before = open.get(placeKey(drop));
      if (before?.offline === drop.offline && before.started === drop.started) continue;
      const { offline, started } = drop;
      await incidents.observe(subjectOf(examId, drop), { offline, started, since: drop.since }, offline, now);
      open.set(placeKey(drop), drop);
    }
    const present = new Set(drops.map(placeKey));
    for (const [key, drop] of [...open]) {
      if (present.has(key)) continue;
      await incidents.settle(subjectOf(examId, drop).key, now);
      open.delete(key);
    }
  }
}

function* seatsOf(rows: Iterable<RosterRow>): Iterable<Seat> {
  for (const { status, districtId, centreId, connected, connectedAt, disconnectedAt } of rows) {
    if (status !== 'started' && status !== 'paused') continue;
    const isSeenOff = !connected && disconnectedAt !== null && disconnectedAt >= (connectedAt ?? 0);
    yield { districtId, centreId, goneAt: isSeenOff ? disconnectedAt : null };
  }
}

function subjectOf(examId: string, drop: Drop): IncidentSubject {
  const { districtId, centreId } = drop;
  const nobody = { attemptId: null, candidateId: null };
  return { key: `${kind}:${examId}:${placeKey(drop)}`, kind, examId, ...nobody, districtId, centreId };
}

/** The drop that an incident tells of. */
function dropOf(incident: Awaited<ReturnType<Incidents['changedSince']>>['incidents'][number]): Drop | null {
  const { districtId, centreId, detail } = incident;
  const { offline, started, since } = detail;
  if (incident.kind !== kind || districtId === null) return null;
  if (typeof offline !== 'number' || typeof started !== 'number' || typeof since !== 'number') return null;
  return { districtId, centreId, offline, started, since };
}
