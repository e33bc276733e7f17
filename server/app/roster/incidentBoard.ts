import type { RosterIncident } from '../../protocol/proctor.ts';
import { maxIncidents } from '../../protocol/proctor.ts';

/**
 * The incidents of one room that nobody has resolved. However many there are, every viewer has the most urgent of them; the
 * others follow as those before them are resolved.
 */
export class IncidentBoard {
  readonly #unresolved: Map<string, RosterIncident>;
  /** To be told with the next seconds, the longest unsent first. */
  readonly #changed = new Map<string, RosterIncident>();
  #mostUrgent: readonly RosterIncident[];
  #isSorted = true;
  /** Which of the unresolved ones every viewer has. */
  #told: Set<string>;

  constructor(unresolved: readonly RosterIncident[]) {
    this.#unresolved = new Map(unresolved.map((incident) => [incident.id, incident]));
    this.#mostUrgent = mostUrgentOf(unresolved);
    this.#told = new Set(this.#mostUrgent.map(({ id }) => id));
  }

  put(incident: RosterIncident): void {
    const { id, state } = incident;
    if (state === 'resolved') this.#unresolved.delete(id);
    else this.#unresolved.set(id, incident);
    this.#changed.set(id, incident);
    this.#isSorted = false;
  }

  /** For a viewer who comes in. Older viewers may have more than that, and lack what the next second tells. */
  open(): readonly RosterIncident[] {
    const opening = this.#sorted();
    this.#told = this.#told.intersection(new Set(opening.map(({ id }) => id)));
    return opening;
  }

  /** What this second tells: what has changed, and what takes the place of what was resolved. */
  takeChanged(): readonly RosterIncident[] {
    const changed = [...this.#changed.values().take(maxIncidents)];
    for (const incident of changed) {
      this.#changed.delete(incident.id);
      this.#tell(incident);
    }
    return [...changed, ...this.#follow(maxIncidents - changed.length)];
  }

  #follow(most: number): readonly RosterIncident[] {
    const following = this.#sorted().filter(({ id }) => !this.#told.has(id) && !this.#changed.has(id));
    const told = following.slice(0, most);
    for (const incident of told) this.#tell(incident);
    return told;
  }

  #tell({ id, state }: RosterIncident): void {
    if (state === 'resolved') this.#told.delete(id);
    else this.#told.add(id);
  }

  #sorted(): readonly RosterIncident[] {
    if (!this.#isSorted) this.#mostUrgent = mostUrgentOf([...this.#unresolved.values()]);
    this.#isSorted = true;
    return this.#mostUrgent;
  }
}

function mostUrgentOf(incidents: readonly RosterIncident[]): readonly RosterIncident[] {
  return incidents.toSorted(byUrgency).slice(0, maxIncidents);
}

/** What many are concerned by, then people who wait for somebody; those nobody has claimed before the others, the newest first. */
function byUrgency(a: RosterIncident, b: RosterIncident): number {
  return rank(a) - rank(b) || b.at - a.at;
}

function rank({ kind, state }: RosterIncident): number {
  const isClaimed = state === 'claimed' ? 10 : 0;
  switch (kind) {
    case 'power-cut':
      return isClaimed;
    case 'invigilator-call':
    case 'conduct':
    case 'device-waiting':
      return isClaimed + 1;
    default:
      return isClaimed + 2;
  }
}
