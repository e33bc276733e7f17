import type { DueAttempt, SweepIndex, SweptStatus } from '../app/ports.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';
import { markCalled } from './sweepCalls.ts';

type DueRow = DueAttempt['ref'];

/** Which attempts want the sweeper's look. A hint that saves reading all logs: what it decides, it decides on the log. */
export class PostgresSweepIndex implements SweepIndex {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  call(): Promise<boolean> {
    return markCalled(this.#prisma);
  }

  /** Others pass by what is claimed, also while this statement runs. */
  claim(now: number, limit: number, forMs: number): Promise<readonly DueAttempt[]> {
    const since = now + forMs;
    return orUnavailable(async () => {
      const rows = await this.#prisma.$queryRaw<DueRow[]>`
        UPDATE attempt SET seal_due_at = to_timestamp(${since}::bigint / 1000.0)
        WHERE id IN (
          SELECT id FROM attempt
          WHERE status <> 'sealed' AND seal_due_at <= to_timestamp(${now}::bigint / 1000.0)
          ORDER BY seal_due_at LIMIT ${limit}::int
          FOR UPDATE SKIP LOCKED)
        RETURNING id::text AS "attemptId", exam_id::text AS "examId", candidate_id::text AS "candidateId",
          region_id::int AS "regionId", district_id::int AS "districtId", centre_id::text AS "centreId"`;
      return rows.map((ref) => ({ ref, since }));
    });
  }

  /** A command that came since has called the sweeper for another time: that must not be overwritten. */
  settle({ ref, since }: DueAttempt, found: SweptStatus): Promise<void> {
    const { status } = found;
    return orUnavailable(async () => {
      await this.#prisma.attempt.updateMany({
        where: { id: ref.attemptId, status: { not: 'sealed' }, sealDueAt: new Date(since) },
        data: found.status === 'open' ? { status, sealDueAt: new Date(found.nextLook) } : { status },
      });
    });
  }
}
