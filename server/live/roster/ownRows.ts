import type { RosterRow } from '../../app/ports/live.ts';
import {
  type AttemptPart,
  attemptOf,
  attemptStamp,
  type ConnectionPart,
  connectionOf,
  connectionStamp,
  type RosterParts,
  type Stamp,
} from './parts.ts';

interface Own {
  connection: ConnectionPart | null;
  attempt: AttemptPart | null;
}

/** The halves of rows that this node has told of and that it knows best, as far as it knows. One exam. */
export class OwnRows {
  readonly #nodeId: string;
  readonly #own = new Map<string, Own>();
  #round: IterableIterator<Own> | null = null;

  constructor(nodeId: string) {
    this.#nodeId = nodeId;
  }

  get size(): number {
    return this.#own.size;
  }

  /** Keeps the rows; returns the halves that are not as they were. */
  update(rows: readonly RosterRow[]): RosterParts {
    const connections: ConnectionPart[] = [];
    const attempts: AttemptPart[] = [];
    for (const row of rows) {
      const before = this.#own.get(row.candidateId) ?? { connection: null, attempt: null };
      const connection = changed(before.connection, connectionOf(row, this.#nodeId), connectionStamp);
      const attempt = changed(before.attempt, attemptOf(row), attemptStamp);
      if (connection !== null) connections.push(connection);
      if (attempt !== null) attempts.push(attempt);
      const own = { connection: connection ?? before.connection, attempt: attempt ?? before.attempt };
      this.#own.set(row.candidateId, own);
    }
    return { connections, attempts };
  }

  /** Another node knows this half better: it need not be told of again. */
  letGo(candidateId: string, half: keyof Own): void {
    const own = this.#own.get(candidateId);
    if (own === undefined) return;
    own[half] = null;
    if (own.connection === null && own.attempt === null) this.#own.delete(candidateId);
  }

  all(): RosterParts {
    return partsOf(this.#own.values());
  }

  /** The next `count` in an endless round, each at most once a call. */
  next(count: number): RosterParts {
    const round: Own[] = [];
    for (let n = Math.min(count, this.#own.size); n > 0; n -= 1) {
      const own = this.#nextOne();
      if (own !== null) round.push(own);
    }
    return partsOf(round);
  }

  #nextOne(): Own | null {
    this.#round ??= this.#own.values();
    const next = this.#round.next();
    if (!next.done) return next.value;
    this.#round = this.#own.values();
    const first = this.#round.next();
    return first.done ? null : first.value;
  }
}

function partsOf(rows: Iterable<Own>): RosterParts {
  const connections: ConnectionPart[] = [];
  const attempts: AttemptPart[] = [];
  for (const { connection, attempt } of rows) {
    if (connection !== null) connections.push(connection);
    if (attempt !== null) attempts.push(attempt);
  }
  return { connections, attempts };
}

/**
 * `next`, if anything but its version is new and it is not about an older connection or an older part of the attempt's log;
 * its version is then greater than the known one's, whatever the clock says.
 */
function changed<Part extends ConnectionPart | AttemptPart>(
  known: Part | null,
  next: Part,
  stampOf: (part: Part) => Stamp,
): Part | null {
  if (known === null) return next;
  if (stampOf(next)[0] < stampOf(known)[0]) return null;
  for (const name in next) {
    if (name === 'version' || isEqual(known[name], next[name])) continue;
    return { ...next, version: Math.max(next.version, known.version + 1) };
  }
  return null;
}

function isEqual(known: unknown, next: unknown): boolean {
  if (known === next) return true;
  return Array.isArray(known) && Array.isArray(next) && String(known) === String(next);
}
