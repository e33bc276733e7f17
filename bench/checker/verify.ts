import type { AnswerBook } from '../answerBook.ts';
import { readRecords } from '../records.ts';
import { type BenchPerson, withClient } from '../server/people.ts';
import { checkAttempt, type LoggedAttempt } from './checkAttempt.ts';
import { readLog } from './readLog.ts';
import { collectTestimonies, type Testimony } from './testimony.ts';
import type { Fault, Violation } from './violation.ts';

export interface VerifyOptions {
  readonly databaseUrl: string;
  readonly examId: string;
  /** By their number in the run. */
  readonly people: readonly BenchPerson[];
  readonly recordFiles: readonly string[];
  readonly book: AnswerBook;
  readonly graceMs: number;
}

export interface Verdict {
  readonly attempts: number;
  readonly frames: number;
  readonly counts: Readonly<Record<Fault, number>>;
  /** The first hundred. */
  readonly violations: readonly Violation[];
}

const mostShown = 100;

/** Holds all records of a run against the log in PostgreSQL. */
export async function verify(options: VerifyOptions): Promise<Verdict> {
  const { databaseUrl, examId, people, recordFiles, book, graceMs } = options;
  const testimonies = collectTestimonies(recordFiles.values().flatMap(readRecords));
  const numbers = new Map(people.map(({ userId }, number) => [userId, number]));
  const audit = new Audit();
  await withClient(databaseUrl, async (client) => {
    const candidateIds = people.map(({ userId }) => userId);
    for await (const attempt of readLog(client, examId, candidateIds)) {
      const number = numbers.get(attempt.candidateId) ?? -1;
      audit.examine(attempt, testimonies.get(number) ?? silence(number), book, graceMs);
    }
  });
  for (const { attemptId } of testimonies.values()) audit.expect(attemptId);
  return audit.verdict();
}

/** Of a candidate whose page was never told anything. */
function silence(candidate: number): Testimony {
  return { candidate, attemptId: '', deadlineAt: 0, epochs: new Map(), receipts: [] };
}

class Audit {
  readonly #seen = new Set<string>();
  readonly #counts: Record<Fault, number> = zeros();
  readonly #violations: Violation[] = [];
  #frames = 0;

  examine(attempt: LoggedAttempt, told: Testimony, book: AnswerBook, graceMs: number): void {
    const { attemptId, rows } = attempt;
    this.#seen.add(attemptId);
    this.#frames += rows.length;
    checkAttempt(attempt, told, book, graceMs, (fault, message) => this.#note({ fault, attemptId, message }));
    if (told.attemptId !== '' && told.attemptId !== attemptId) {
      const message = `the candidate was told of attempt ${told.attemptId}`;
      this.#note({ fault: 'wrongValue', attemptId, message });
    }
  }

  /** The candidate was told of this attempt. */
  expect(attemptId: string): void {
    if (attemptId === '' || this.#seen.has(attemptId)) return;
    this.#note({ fault: 'ackedButLost', attemptId, message: 'the attempt was opened and is not there' });
  }

  verdict(): Verdict {
    return {
      attempts: this.#seen.size,
      frames: this.#frames,
      counts: this.#counts,
      violations: this.#violations,
    };
  }

  #note(violation: Violation): void {
    this.#counts[violation.fault] += 1;
    if (this.#violations.length < mostShown) this.#violations.push(violation);
  }
}

function zeros(): Record<Fault, number> {
  return { ackedButLost: 0, wrongValue: 0, sealedTwice: 0, acceptedLate: 0, chainBroken: 0 };
}
