import type { DueAttempt, SweptStatus } from '../app/ports.ts';
import type { SweepIndex } from './attemptLog.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

/** Which attempts want the sweeper's look. A hint that saves reading all logs: what it decides, it decides on the log. */
export class PostgresSweepIndex implements SweepIndex {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  due(now: number, limit: number): Promise<readonly DueAttempt[]> {
    return orUnavailable(async () => {
      const rows = await this.#prisma.attempt.findMany({
        where: { status: { not: 'sealed' }, sealDueAt: { lte: new Date(now) } },
        orderBy: { sealDueAt: 'asc' },
        take: limit,
      });
      return rows.map(({ id, examId, candidateId, regionId, districtId, centreId, sealDueAt }) => ({
        ref: { attemptId: id, examId, candidateId, regionId, districtId, centreId },
        since: sealDueAt.getTime(),
      }));
    });
  }

  postpone(due: DueAttempt, at: number): Promise<void> {
    return this.#update(due, { sealDueAt: new Date(at) });
  }

  settle(due: DueAttempt, found: SweptStatus): Promise<void> {
    const { status } = found;
    return this.#update(
      due,
      found.status === 'open' ? { status, sealDueAt: new Date(found.nextLook) } : { status },
    );
  }

  /** A command that came since has called the sweeper for another time: that must not be overwritten. */
  #update({ ref, since }: DueAttempt, data: { sealDueAt?: Date; status?: string }): Promise<void> {
    return orUnavailable(async () => {
      const where = { id: ref.attemptId, status: { not: 'sealed' }, sealDueAt: new Date(since) };
      await this.#prisma.attempt.updateMany({ where, data });
    });
  }
}
