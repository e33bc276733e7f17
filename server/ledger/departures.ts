import type { Departure, Departures } from '../app/ports/incidents.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

/** Where and until when attempts were shown, in PostgreSQL: one statement for all that a node tells at once. @throws Unavailable */
export class PostgresDepartures implements Departures {
  readonly #prisma: PrismaClient;
  readonly #nodeId: string;

  /** `nodeId`: a UUID that no other node has, nor this one after its next start. */
  constructor(prisma: PrismaClient, nodeId: string) {
    this.#prisma = prisma;
    this.#nodeId = nodeId;
  }

  async alive(at: number): Promise<void> {
    await orUnavailable(
      () => this.#prisma.$executeRaw`
        INSERT INTO node_life (node_id, alive_at) VALUES (${this.#nodeId}::uuid, ${Math.round(at)}::bigint)
        ON CONFLICT (node_id) DO UPDATE SET alive_at = EXCLUDED.alive_at`,
    );
  }

  async shown(attemptIds: readonly string[]): Promise<void> {
    // In one order everywhere: two nodes that tell of the same candidates must not wait for each other.
    await orUnavailable(
      () => this.#prisma.$executeRaw`
        INSERT INTO departure (attempt_id, left_at, shown_by)
        SELECT attempt_id, 0, ${this.#nodeId}::uuid FROM unnest(${attemptIds.toSorted()}::uuid[]) AS attempt_id
        ON CONFLICT (attempt_id) DO UPDATE SET shown_by = EXCLUDED.shown_by`,
    );
  }

  async left(departures: ReadonlyMap<string, number>): Promise<void> {
    const rows = [...departures].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const ids = rows.map(([attemptId]) => attemptId);
    const times = rows.map(([, at]) => Math.round(at));
    await orUnavailable(
      () => this.#prisma.$executeRaw`
        INSERT INTO departure (attempt_id, left_at)
        SELECT * FROM unnest(${ids}::uuid[], ${times}::bigint[])
        ON CONFLICT (attempt_id) DO UPDATE SET left_at = GREATEST(departure.left_at, EXCLUDED.left_at),
          shown_by = NULLIF(departure.shown_by, ${this.#nodeId}::uuid)`,
    );
  }

  async of(attemptIds: readonly string[]): Promise<ReadonlyMap<string, Departure>> {
    const rows = await orUnavailable(
      () => this.#prisma.$queryRaw<{ attemptId: string; leftAt: bigint; shownUntil: bigint | null }[]>`
        SELECT d.attempt_id::text AS "attemptId", d.left_at AS "leftAt", n.alive_at AS "shownUntil"
        FROM departure d LEFT JOIN node_life n ON n.node_id = d.shown_by
        WHERE d.attempt_id = ANY (${[...attemptIds]}::uuid[])`,
    );
    return new Map(
      rows.map(({ attemptId, leftAt, shownUntil }) => [
        attemptId,
        { leftAt: Number(leftAt), shownUntil: shownUntil === null ? null : Number(shownUntil) },
      ]),
    );
  }
}
