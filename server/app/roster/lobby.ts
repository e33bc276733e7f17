import type { ExpectedCandidate, RosterSource } from '../ports/roster.ts';

/** Candidates who are connected to this node and show no attempt: they have signed in and wait. */
export interface LobbySighting extends ExpectedCandidate {
  readonly connected: boolean;
  readonly connectedAt: number;
  readonly disconnectedAt: number | null;
}

interface Visitor {
  connections: number;
  connectedAt: number;
  disconnectedAt: number | null;
  /** Shows an attempt, or has shown one: then the attempt says all there is to say. */
  sits: boolean;
  /** `null` as long as it was not asked for. */
  seats: readonly ExpectedCandidate[] | null;
}

/** Exams that open within this time have a lobby, ms. */
const aheadMs = 2 * 3_600_000;

/** Who comes to sit an exam opens it within moments; only the others are looked up, so that a whole hall coming back costs nothing. */
const settleMs = 1_500;

/** Looked up in one statement, at most. */
const maxAsked = 2_000;

/** Who is in the building, so to speak, but not at their desk. */
export class Lobby {
  readonly #source: Pick<RosterSource, 'seatsOf'>;
  readonly #visitors = new Map<string, Visitor>();
  /** Those of whom the roster does not know yet what has become of them, the longest waiting first. */
  readonly #changed = new Set<string>();

  constructor(source: Pick<RosterSource, 'seatsOf'>) {
    this.#source = source;
  }

  /** A connection of this candidate has begun. */
  arrived(userId: string, now: number): void {
    const visitor = this.#visitors.get(userId) ?? newVisitor(now);
    this.#visitors.set(userId, visitor);
    visitor.connections += 1;
    if (visitor.connections > 1) return;
    visitor.connectedAt = now;
    visitor.disconnectedAt = null;
    this.#changed.add(userId);
  }

  /** A connection of this candidate has ended. */
  left(userId: string, now: number): void {
    const visitor = this.#visitors.get(userId);
    if (visitor === undefined) return;
    visitor.connections -= 1;
    if (visitor.connections > 0) return;
    visitor.disconnectedAt = now;
    if (visitor.sits || visitor.seats === null) {
      this.#visitors.delete(userId);
      this.#changed.delete(userId);
    } else this.#changed.add(userId);
  }

  /** The candidate shows an attempt. */
  sits(userId: string): void {
    const visitor = this.#visitors.get(userId);
    if (visitor === undefined) return;
    visitor.sits = true;
    this.#changed.delete(userId);
  }

  /** What is new since it was last asked. @throws Unavailable, and then nothing is lost. */
  async news(now: number): Promise<readonly LobbySighting[]> {
    const due: (readonly [userId: string, visitor: Visitor])[] = [];
    for (const userId of this.#changed) {
      const visitor = this.#visitors.get(userId);
      if (visitor === undefined || now - visitor.connectedAt < settleMs) continue;
      due.push([userId, visitor]);
      if (due.length === maxAsked) break;
    }
    await this.#lookUp(due, now);
    return due.flatMap(([userId, visitor]) => this.#tellOf(userId, visitor));
  }

  async #lookUp(due: readonly (readonly [userId: string, visitor: Visitor])[], now: number): Promise<void> {
    const unknown = new Map(due.filter(([, { seats }]) => seats === null));
    if (unknown.size === 0) return;
    const seats = await this.#source.seatsOf([...unknown.keys()], now, aheadMs);
    const byCandidate = Map.groupBy(seats, ({ candidateId }) => candidateId);
    for (const [userId, visitor] of unknown) visitor.seats = byCandidate.get(userId) ?? [];
  }

  #tellOf(userId: string, visitor: Visitor): readonly LobbySighting[] {
    // Gone, or sat down, while the database was asked.
    if (!this.#changed.delete(userId) || visitor.seats === null) return [];
    const connected = visitor.connections > 0;
    if (!connected) this.#visitors.delete(userId);
    const { connectedAt, disconnectedAt } = visitor;
    return visitor.seats.map((seat) => ({ ...seat, connected, connectedAt, disconnectedAt }));
  }
}

function newVisitor(now: number): Visitor {
  return { connections: 0, connectedAt: now, disconnectedAt: null, sits: false, seats: null };
}
