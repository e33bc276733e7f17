import type { ExamBook } from './examBook.ts';
import type { ExamFollower } from './examFollower.ts';
import type { HostedAttempts } from './hostedAttempts.ts';
import type { Clock } from './ports.ts';

export interface PastExams {
  readonly follower: Pick<ExamFollower, 'followed' | 'letGo'>;
  readonly hosted: Pick<HostedAttempts, 'letGo'>;
  readonly exams: Pick<ExamBook, 'exam'>;
  readonly clock: Clock;
  /** Whether somebody watches an exam here. */
  readonly isWatched: (examId: string) => boolean;
  /** Whoever else keeps something of an exam. */
  readonly letGo: (examId: string) => void;
}

/** So long after its window an exam still is at hand: late answers are judged, attempts reopened, ms. */
const keepMs = 24 * 3_600_000;

/**
 * Lets go of what this node has in memory of exams that are long over and that nobody is at. What is asked of them later is
 * read again. @throws Unavailable
 */
export async function letGoOfPastExams(past: PastExams): Promise<void> {
  const { follower, hosted, clock, isWatched, letGo } = past;
  for (const examId of follower.followed) {
    if (clock.now() <= (await endOf(past, examId)) + keepMs) continue;
    if (isWatched(examId) || !hosted.letGo(examId)) continue;
    follower.letGo(examId);
    letGo(examId);
  }
}

/** The end of the window and its grace, epoch ms; 0 for an exam that is not there any more. */
async function endOf({ exams }: PastExams, examId: string): Promise<number> {
  const exam = await exams.exam(examId);
  if (exam === null) return 0;
  const { closesAt, graceMs } = exam.paper.content.rules;
  return closesAt + graceMs;
}
