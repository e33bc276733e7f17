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

  /**
   * Has every hand-in of an exam that has no score under the newest key scored again; returns for how many the job is new.
   * After a reopening the last hand-in counts.
   */
  scoreAgain(examId: string): Promise<number> {
    return this.#prisma.$executeRaw`
      INSERT INTO job (kind, key, district_id, payload)
      SELECT 'score', concat_ws(':', attempt_id, seal_seq, 'key', version), district_id,
        jsonb_build_object('attemptId', attempt_id, 'sealSeq', seal_seq)
      FROM (
        SELECT DISTINCT ON (attempt.id) attempt.id AS attempt_id, s.seal_seq, attempt.district_id, k.version
        FROM exam
        JOIN submission s ON s.exam_id = exam.id
        JOIN attempt ON attempt.id = s.attempt_id
        CROSS JOIN LATERAL (SELECT max(version) AS version FROM paper_key WHERE paper_hash = exam.paper_hash) k
        WHERE exam.id = ${examId}::uuid
        ORDER BY attempt.id, s.seal_seq DESC
      ) AS handed_in
      WHERE NOT EXISTS (
        SELECT FROM score WHERE score.attempt_id = handed_in.attempt_id
          AND score.seal_seq = handed_in.seal_seq AND key_version = version)
      ON CONFLICT DO NOTHING`;
  }
}
