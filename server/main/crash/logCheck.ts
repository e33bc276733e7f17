import type pg from 'pg';
import { type Acknowledged, checkAcknowledged } from './acknowledged.ts';
import { checkAttempt } from './attemptCheck.ts';
import { readLedger } from './ledgerRows.ts';
import type { Note, Violation } from './violation.ts';

export interface LogReport {
  readonly attempts: number;
  readonly frames: number;
  /** Empty when everything is as it must be. */
  readonly violations: readonly Violation[];
}

/**
 * Reads all frames of these attempts (`null`: of all there are) and checks them against the rules of the log, and against
 * what clients were told. It trusts nothing that a node remembers.
 */
export async function checkLog(
  client: pg.Client,
  told: ReadonlyMap<string, Acknowledged>,
  attemptIds: readonly string[] | null = null,
): Promise<LogReport> {
  const { attempts, exams, papers } = await readLedger(client, attemptIds);
  const violations: Violation[] = [];
  for (const attempt of attempts) {
    const { attemptId, frames } = attempt;
    const note: Note = (kind, message) => violations.push({ kind, attemptId, message });
    const exam = exams.get(attempt.examId);
    for (const problem of exam?.problems ?? []) note('chain-broken', `exam ${attempt.examId}: ${problem}`);
    const first = frames[0]?.frame;
    const paper = first?.kind === 'opened' ? papers.get(first.body.paper) : undefined;
    checkAttempt(attempt, paper, exam?.commands ?? [], note);
    const known = told.get(attemptId);
    if (known !== undefined) checkAcknowledged(frames, known, note);
  }
  const found = new Set(attempts.map(({ attemptId }) => attemptId));
  for (const attemptId of told.keys()) {
    if (!found.has(attemptId))
      violations.push({ kind: 'lost', attemptId, message: 'the attempt is not there' });
  }
  const frames = attempts.reduce((sum, attempt) => sum + attempt.frames.length, 0);
  return { attempts: attempts.length, frames, violations };
}
