import type { PrismaClient } from './generated/client.ts';

export interface JobCount {
  readonly kind: string;
  /** `null`: jobs that belong to no district. */
  readonly district: string | null;
  readonly ready: number;
  readonly running: number;
  readonly done: number;
  readonly failed: number;
}

export interface FailedJob {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly district: string | null;
  readonly tries: number;
  readonly error: string | null;
  readonly failedAt: Date | null;
}

const mostFailed = 50;

/** What a person sees of the durable jobs, and what they can do about those that have failed. */
export class JobBoard {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  counts(): Promise<readonly JobCount[]> {
    return this.#prisma.$queryRaw<JobCount[]>`
      SELECT kind, district.name AS district,
        count(*) FILTER (WHERE state = 'ready')::int AS ready,
        count(*) FILTER (WHERE state = 'running')::int AS running,
        count(*) FILTER (WHERE state = 'done')::int AS done,
        count(*) FILTER (WHERE state = 'failed')::int AS failed
      FROM job LEFT JOIN district ON district.id = job.district_id
      GROUP BY kind, district.name ORDER BY kind, district.name NULLS FIRST`;
  }

  /** The latest fifty. */
  failed(): Promise<readonly FailedJob[]> {
    return this.#prisma.$queryRaw<FailedJob[]>`
      SELECT job.id::text, kind, key, district.name AS district, attempts AS tries, last_error AS error,
        finished_at AS "failedAt"
      FROM job LEFT JOIN district ON district.id = job.district_id
      WHERE state = 'failed' ORDER BY finished_at DESC NULLS LAST, job.id DESC LIMIT ${mostFailed}::int`;
  }

  /** Makes a failed job ready, with all its tries before it. False when there is no failed job of this id. */
  async retry(id: string): Promise<boolean> {
    const changed = await this.#prisma.$executeRaw`
      UPDATE job SET state = 'ready', attempts = 0, run_at = clock_timestamp(), finished_at = NULL
      WHERE id = ${id}::bigint AND state = 'failed'`;
    return changed === 1;
  }
}
