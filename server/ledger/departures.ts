import type { Departures } from '../app/ports/incidents.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

/** When attempts were last shown, in PostgreSQL: one statement for all that a node tells at once. @throws Unavailable */
export class PostgresDepartures implements Departures {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async left(departures: ReadonlyMap<string, number>): Promise<void> {
    // In one order everywhere: two nodes that tell of the same candidates must not wait for each other.
    const rows = [...departures].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const ids = rows.map(([attemptId]) => attemptId);
    const times = rows.map(([, at]) => Math.round(at));
    await orUnavailable(
      () => this.#prisma.$executeRaw`
        INSERT INTO departure (attempt_id, left_at)
        SELECT * FROM unnest(${ids}::uuid[], ${times}::bigint[])
        ON CONFLICT (attempt_id) DO UPDATE SET left_at = GREATEST(departure.left_at, EXCLUDED.left_at)`,
    );
  }

  async of(attemptIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await orUnavailable(
      () => this.#prisma.$queryRaw<{ attemptId: string; leftAt: bigint }[]>`
        SELECT attempt_id::text AS "attemptId", left_at AS "leftAt"
        FROM departure WHERE attempt_id = ANY (${[...attemptIds]}::uuid[])`,
    );
    return new Map(rows.map(({ attemptId, leftAt }) => [attemptId, Number(leftAt)]));
  }
}
