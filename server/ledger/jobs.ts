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

/** The durable queue: rows of the table `job`. Finished and failed ones stay, so that what was done can be seen. */
export class PostgresJobQueue implements JobQueue {
  readonly #prisma: PrismaClient;
  /** Tries of the jobs claimed here: a job that was claimed again elsewhere since is no longer ours to finish. */
  readonly #claimed = new Map<string, number>();

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async claim(kinds: readonly string[], limit: number, leaseMs: number): Promise<readonly Job[]> {
    const rows = await orUnavailable(
      () => this.#prisma.$queryRaw<JobRow[]>`
        WITH next AS MATERIALIZED (
          SELECT id FROM job
          WHERE kind = ANY(${kinds}::text[])
            AND (state = 'ready' AND run_at <= clock_timestamp()
              OR state = 'running' AND locked_until < clock_timestamp())
          ORDER BY run_at, id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
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
