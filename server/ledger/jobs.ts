import type { Job, JobQueue } from '../app/ports.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempts: number;
}

/** So many ready jobs of each district are looked at for each one that is claimed: others claim at the same moment. */
const consideredPerJob = 8;

/** The durable queue: rows of the table `job`. Finished and failed ones stay, so that what was done can be seen. */
export class PostgresJobQueue implements JobQueue {
  readonly #prisma: PrismaClient;
  /** Tries of the jobs claimed here: a job that was claimed again elsewhere since is no longer ours to finish. */
  readonly #claimed = new Map<string, number>();

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  /**
   * The districts take turns: first whoever has the fewest jobs in hand. So the wait of a district depends on how many
   * districts wait, and not on how much one of them has piled up. Abandoned jobs come first.
   */
  async claim(kinds: readonly string[], limit: number, leaseMs: number): Promise<readonly Job[]> {
    const considered = limit * consideredPerJob;
    const rows = await orUnavailable(
      () => this.#prisma.$queryRaw<JobRow[]>`
        WITH RECURSIVE district AS (
          SELECT kind, (
            SELECT coalesce(district_id, 0) FROM job WHERE state = 'ready' AND job.kind = wanted.kind
            ORDER BY coalesce(district_id, 0) LIMIT 1
          ) AS id
          FROM unnest(${kinds}::text[]) AS wanted(kind)
          UNION ALL
          SELECT kind, (
            SELECT coalesce(district_id, 0) FROM job
            WHERE state = 'ready' AND job.kind = district.kind AND coalesce(district_id, 0) > district.id
            ORDER BY coalesce(district_id, 0) LIMIT 1
          )
          FROM district WHERE id IS NOT NULL
        ), busy AS (
          SELECT coalesce(district_id, 0) AS id, count(*) AS jobs FROM job
          WHERE state = 'running' AND locked_until >= clock_timestamp() GROUP BY 1
        ), candidate AS (
          SELECT j.id, j.run_at,
            coalesce(busy.jobs, 0) + row_number() OVER (PARTITION BY district.id ORDER BY j.run_at, j.id) AS turn
          FROM district CROSS JOIN LATERAL (
            SELECT id, run_at FROM job
            WHERE state = 'ready' AND job.kind = district.kind AND coalesce(district_id, 0) = district.id
              AND run_at <= clock_timestamp()
            ORDER BY run_at, id LIMIT ${considered}::int
          ) AS j LEFT JOIN busy ON busy.id = district.id
          UNION ALL
          (SELECT id, run_at, 0 FROM job
            WHERE state = 'running' AND locked_until < clock_timestamp() AND kind = ANY(${kinds}::text[])
            ORDER BY locked_until LIMIT ${considered}::int)
        ), next AS MATERIALIZED (
          SELECT job.id FROM job JOIN candidate ON candidate.id = job.id
          WHERE state = 'ready' OR state = 'running' AND locked_until < clock_timestamp()
          ORDER BY candidate.turn, candidate.run_at, job.id LIMIT ${limit}::int FOR UPDATE OF job SKIP LOCKED
        )
        UPDATE job SET state = 'running', attempts = attempts + 1,
          locked_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
        FROM next WHERE job.id = next.id
        RETURNING job.id::text, kind, key, payload, attempts`,
    );
    for (const { id, attempts } of rows) this.#claimed.set(id, attempts);
    return rows.map(({ id, kind, key, payload, attempts }) => ({ id, kind, key, payload, tries: attempts }));
  }

  async done(id: string): Promise<void> {
    const tries = this.#release(id);
    await orUnavailable(
      () => this.#prisma.$executeRaw`
        UPDATE job SET state = 'done', finished_at = clock_timestamp(), locked_until = NULL, last_error = NULL
        WHERE id = ${id}::bigint AND state = 'running' AND attempts = ${tries}::int`,
    );
  }

  async failed(id: string, error: string, retryInMs: number | null): Promise<void> {
    const tries = this.#release(id);
    await orUnavailable(() =>
      retryInMs === null
        ? this.#prisma.$executeRaw`
            UPDATE job SET state = 'failed', finished_at = clock_timestamp(), locked_until = NULL, last_error = ${error}
            WHERE id = ${id}::bigint AND state = 'running' AND attempts = ${tries}::int`
        : this.#prisma.$executeRaw`
            UPDATE job SET state = 'ready', locked_until = NULL, last_error = ${error},
              run_at = clock_timestamp() + ${retryInMs}::int * interval '1 millisecond'
            WHERE id = ${id}::bigint AND state = 'running' AND attempts = ${tries}::int`,
    );
  }

  #release(id: string): number {
    const tries = this.#claimed.get(id) ?? 0;
    this.#claimed.delete(id);
    return tries;
  }
}
