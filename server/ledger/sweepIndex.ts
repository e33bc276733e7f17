import type { AttemptKey, AttemptRef } from '../app/ports.ts';
import type { SweepIndex } from './attemptLog.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

/** Which attempts want the sweeper's look. A hint that saves reading all logs: what it decides, it decides on the log. */
export class PostgresSweepIndex implements SweepIndex {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  due(now: number, limit: number): Promise<readonly AttemptRef[]> {
    return orUnavailable(async () => {
      const rows = await this.#prisma.attempt.findMany({
        where: { status: { not: 'sealed' }, sealDueAt: { lte: new Date(now) } },
        orderBy: { sealDueAt: 'asc' },
        take: limit,
      });
      return rows.map(({ id, examId, candidateId, regionId, districtId, centreId }) => ({
        attemptId: id,
        examId,
        candidateId,
        regionId,
        districtId,
        centreId,
      }));
    });
  }

  /** An attempt that is looked at again is open: the sweeper has just found it so, or reopened it. */
  postpone({ attemptId }: AttemptKey, at: number): Promise<void> {
    return orUnavailable(async () => {
      await this.#prisma.attempt.updateMany({
        where: { id: attemptId, status: { not: 'sealed' } },
        data: { status: 'open', sealDueAt: new Date(at) },
      });
    });
  }
}
