import type { FeedbackBook, FeedbackOutcome, GivenFeedback } from '../app/ports.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

/** Feedback in PostgreSQL. @throws Unavailable */
export class PostgresFeedback implements FeedbackBook {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async isGiven(attemptId: string): Promise<boolean> {
    const row = await orUnavailable(() =>
      this.#prisma.feedback.findUnique({ where: { attemptId }, select: { attemptId: true } }),
    );
    return row !== null;
  }

  /** The row that wins stays; whoever comes with the same is told of it. */
  async give({ attemptId, examId, ratings, comment }: GivenFeedback): Promise<FeedbackOutcome> {
    const ratingsText = JSON.stringify(ratings);
    const [given] = await orUnavailable(
      () => this.#prisma.$queryRaw<{ givenAt: Date }[]>`
        INSERT INTO feedback (attempt_id, exam_id, ratings, comment)
        SELECT id, ${examId}::uuid, ${ratingsText}::jsonb, ${comment}
        FROM attempt WHERE id = ${attemptId}::uuid AND status = 'sealed'
        ON CONFLICT (attempt_id) DO NOTHING
        RETURNING given_at AS "givenAt"`,
    );
    if (given !== undefined) return { outcome: 'given', at: given.givenAt.getTime() };
    const [known] = await orUnavailable(
      () => this.#prisma.$queryRaw<{ givenAt: Date; isSame: boolean }[]>`
        SELECT given_at AS "givenAt",
          ratings = ${ratingsText}::jsonb AND comment IS NOT DISTINCT FROM ${comment} AS "isSame"
        FROM feedback WHERE attempt_id = ${attemptId}::uuid`,
    );
    if (known === undefined) return { outcome: 'not-sealed' };
    return known.isSame ? { outcome: 'given', at: known.givenAt.getTime() } : { outcome: 'other' };
  }
}
