import { hash as digestOf } from 'node:crypto';
import { z } from 'zod';
import type { AttemptRef, Catalogue, EnrolledExam, ExamRow, ListedExam, Seat } from '../app/ports.ts';
import type { PaperContent } from '../domain/content.ts';
import type { PrismaClient } from './generated/client.ts';
import type { Lane } from './lane.ts';
import { orUnavailable } from './orUnavailable.ts';
import { SeatReader } from './seatReader.ts';
import { isUuid } from './uuid.ts';

const localText = z.record(z.string(), z.string());

/**
 * Exams, papers and seats in PostgreSQL. Ids come from clients: what is not a UUID is absent, and never reaches the
 * database. @throws Unavailable
 */
export class PostgresCatalogue implements Catalogue {
  readonly #prisma: PrismaClient;
  readonly #lanes: readonly Lane[];
  readonly #seats: SeatReader;

  /** Seats stand on the way of every start and have connections of their own: `lane` makes one. */
  constructor(prisma: PrismaClient, lane: () => Lane) {
    this.#prisma = prisma;
    this.#lanes = [lane(), lane()];
    this.#seats = new SeatReader(this.#lanes);
  }

  /** Drafts are absent. */
  async exam(examId: string): Promise<ExamRow | null> {
    if (!isUuid(examId)) return null;
    const row = await orUnavailable(() =>
      this.#prisma.exam.findUnique({ where: { id: examId }, select: { status: true, paperHash: true } }),
    );
    if (row === null || row.paperHash === null) return null;
    if (row.status !== 'published' && row.status !== 'closed') return null;
    return { id: examId, paperHash: row.paperHash, status: row.status };
  }

  /** @throws Error when the stored text is not the one the hash was made of. */
  async paper(hash: string): Promise<PaperContent | null> {
    const row = await orUnavailable(() => this.#prisma.paperContent.findUnique({ where: { hash } }));
    if (row === null) return null;
    if (digestOf('sha256', row.body, 'hex') !== hash)
      throw new Error(`The text of paper ${hash} was changed.`);
    return JSON.parse(row.body);
  }

  async seat(examId: string, candidateId: string): Promise<Seat | null> {
    return isUuid(examId) && isUuid(candidateId) ? this.#seats.read(examId, candidateId) : null;
  }

  async attempt(attemptId: string): Promise<AttemptRef | null> {
    if (!isUuid(attemptId)) return null;
    const row = await orUnavailable(() => this.#prisma.attempt.findUnique({ where: { id: attemptId } }));
    if (row === null) return null;
    const { id, examId, candidateId, regionId, districtId, centreId } = row;
    return { attemptId: id, examId, candidateId, regionId, districtId, centreId };
  }

  async examsOf(candidateId: string): Promise<readonly EnrolledExam[]> {
    if (!isUuid(candidateId)) return [];
    const [enrolments, attempts] = await orUnavailable(() =>
      Promise.all([
        this.#prisma.enrolment.findMany({
          where: { candidateId, exam: { status: { in: ['published', 'closed'] } } },
          select: {
            examId: true,
            rollNumber: true,
            extraPerHourMs: true,
            exam: { select: { paperHash: true } },
          },
        }),
        this.#prisma.attempt.findMany({
          where: { candidateId },
          select: { id: true, examId: true, status: true },
        }),
      ]),
    );
    return enrolments.flatMap(({ examId, rollNumber, extraPerHourMs, exam }) => {
      if (exam.paperHash === null) return [];
      const attempt = attempts.find((each) => each.examId === examId);
      return [
        {
          examId,
          paperHash: exam.paperHash,
          rollNumber,
          extraPerHourMs,
          attempt: attempt
            ? { attemptId: attempt.id, status: attempt.status === 'sealed' ? 'sealed' : 'open' }
            : null,
        },
      ];
    });
  }

  async latestExams(limit: number): Promise<readonly ListedExam[]> {
    const rows = await orUnavailable(() =>
      this.#prisma.exam.findMany({
        where: { status: { in: ['published', 'closed'] } },
        select: { id: true, title: true, opensAt: true, lastEntryAt: true, closesAt: true },
        orderBy: [{ opensAt: 'desc' }, { id: 'asc' }],
        take: limit,
      }),
    );
    return rows.flatMap(({ id, title, opensAt, lastEntryAt, closesAt }) =>
      opensAt === null || lastEntryAt === null || closesAt === null
        ? []
        : [
            {
              id,
              title: localText.parse(title),
              opensAt: opensAt.getTime(),
              lastEntryAt: lastEntryAt.getTime(),
              closesAt: closesAt.getTime(),
            },
          ],
    );
  }

  /** Closes the connections of its own. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}
