import type { LivePart, LiveStatus, RosterCounts } from '../../protocol/proctor.ts';

type Counts = { -readonly [Name in keyof RosterCounts]: number };

const countOf = {
  'signed-in': 'signedIn',
  started: 'started',
  paused: 'paused',
  'handed-in': 'handedIn',
} as const satisfies Record<LiveStatus, keyof RosterCounts>;

/** Counts of the people in one place, kept up as each of them changes. */
export class Tally {
  readonly #counts: Counts = {
    ...{ enrolled: 0, absent: 0, signedIn: 0, started: 0, paused: 0, handedIn: 0 },
    ...{ connected: 0, offline: 0, answered: 0, late: 0, incidents: 0, concerned: 0 },
  };
  /** Of how many incidents each candidate is concerned. */
  readonly #incidentsOf = new Map<string, number>();
  /** Rises with every change. */
  version = 0;
  /** Rises with every change of the incidents. */
  incidentVersion = 0;

  get counts(): RosterCounts {
    return { ...this.#counts };
  }

  add(live: LivePart | null): void {
    this.#count(live, 1);
  }

  remove(live: LivePart | null): void {
    this.#count(live, -1);
  }

  /** `candidateId`: whom the incident is about. */
  countIncident(candidateId: string | null, by: 1 | -1): void {
    this.version += 1;
    this.incidentVersion += 1;
    this.#counts.incidents += by;
    if (candidateId === null) return;
    const left = (this.#incidentsOf.get(candidateId) ?? 0) + by;
    if (left > 0) this.#incidentsOf.set(candidateId, left);
    else this.#incidentsOf.delete(candidateId);
    this.#counts.concerned = this.#incidentsOf.size;
  }

  #count(live: LivePart | null, by: 1 | -1): void {
    const counts = this.#counts;
    this.version += 1;
    counts.enrolled += by;
    if (live === null) {
      counts.absent += by;
      return;
    }
    counts[countOf[live.status]] += by;
    if (live.connected) counts.connected += by;
    else if (sits(live)) counts.offline += by;
    counts.answered += by * (live.answered ?? 0);
    if (live.late > 0) counts.late += by;
  }
}

/** Whether somebody's time runs or stands, so that a page of theirs should be there. */
export function sits(live: LivePart | null): boolean {
  return live !== null && (live.status === 'started' || live.status === 'paused');
}
