import type { Attempts } from './attempts.ts';
import type { ExamBook } from './examBook.ts';
import type { HostedAttempt } from './hostedAttempt.ts';
import type { Incidents } from './ports/incidents.ts';
import type {
  Catalogue,
  Chance,
  Claims,
  Clock,
  FeedbackBook,
  Marking,
  RateLimits,
  ReceiptSigner,
} from './ports.ts';
import { fail, ok, type Result } from './result.ts';
import type { SealedBook } from './sealed/sealedBook.ts';

/** What every use case of a candidate works with. */
export interface CandidateDesk {
  readonly attempts: Attempts;
  readonly exams: ExamBook;
  readonly catalogue: Catalogue;
  readonly submissions: Pick<Marking, 'submissions'>;
  readonly feedback: FeedbackBook;
  readonly sealed: SealedBook;
  readonly incidents: Pick<Incidents, 'report' | 'settle'>;
  readonly receipts: ReceiptSigner;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly rateLimits: RateLimits;
}

/**
 * Works on one of the caller's own attempts. Another candidate's attempt is answered like an absent one.
 * The attempt is let go of afterwards; whoever shows it keeps it by attending.
 */
export async function withAttempt<T>(
  desk: CandidateDesk,
  who: Claims,
  attemptId: string,
  work: (hosted: HostedAttempt) => Promise<Result<T>>,
): Promise<Result<T>> {
  const found = await findOwn(desk, who, attemptId);
  if (!found.ok) return found;
  try {
    return await work(found.value);
  } finally {
    desk.attempts.hosted.release(found.value);
  }
}

async function findOwn(desk: CandidateDesk, who: Claims, attemptId: string): Promise<Result<HostedAttempt>> {
  const known = desk.attempts.hosted.find(attemptId);
  if (known !== undefined) return known.ref.candidateId === who.userId ? ok(known) : fail('not-found');
  const ref = await desk.catalogue.attempt(attemptId);
  if (ref === null || ref.candidateId !== who.userId) return fail('not-found');
  return ok(await desk.attempts.host(ref));
}
