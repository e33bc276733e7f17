import { decodeFrame, type FrameRow } from '../../../server/ledger/frameCodec.ts';
import type { PrismaClient } from '../../../server/ledger/generated/client.ts';

/** What the database holds of an attempt, read from its frames and nothing else. */
export interface StoredAttempt {
  readonly attemptId: string;
  readonly status: string;
  /** By question id: the last answer that counts. */
  readonly answers: Readonly<Record<string, { readonly value: unknown; readonly marked: boolean }>>;
  readonly current: string | null;
  /** Questions that were answered in late frames. */
  readonly late: readonly string[];
  readonly seals: number;
  readonly epochs: number;
  readonly confirmed: readonly string[];
}

/** A fold of its own, so that the tests do not believe the code under test. */
export async function storedAttempt(
  prisma: PrismaClient,
  username: string,
  examId: string,
): Promise<StoredAttempt | null> {
  const [attempt] = await prisma.$queryRaw<{ id: string; status: string }[]>`
    SELECT a.id::text, a.status FROM attempt a JOIN user_account u ON u.id = a.candidate_id
    WHERE u.username = ${username} AND a.exam_id = ${examId}::uuid`;
  if (attempt === undefined) return null;
  const rows = await prisma.$queryRaw<FrameRow[]>`
    SELECT 0 AS place, seq, kind, body, exam_seq, received_at, open, encode(hash, 'hex') AS hash
    FROM attempt_log WHERE attempt_id = ${attempt.id}::uuid ORDER BY seq`;
  const answers: Record<string, { value: unknown; marked: boolean }> = {};
  const late: string[] = [];
  const confirmed: string[] = [];
  let current: string | null = null;
  let seals = 0;
  let epochs = 0;
  const frames = rows.map(decodeFrame);
  for (const frame of frames) {
    if (frame.kind === 'opened' || frame.kind === 'entered') epochs += 1;
    if (frame.kind === 'sealed') seals += 1;
    if (frame.kind === 'late')
      late.push(
        ...frame.body.entries.flatMap((entry) => (entry.kind === 'answer' ? [entry.questionId] : [])),
      );
    if (frame.kind === 'adjudicated') {
      const { lateSeq, admitted } = frame.body;
      const judged = frames.find(({ seq }) => seq === lateSeq);
      if (judged?.kind !== 'late') throw new Error(`Frame ${lateSeq} is not late.`);
      judged.body.entries.forEach((entry, index) => {
        if (entry.kind !== 'answer' || !admitted.includes(judged.body.from + index)) return;
        answers[entry.questionId] = { value: entry.value, marked: entry.marked };
      });
    }
    if (frame.kind !== 'answered') continue;
    const refused = new Set(frame.body.refused.map(({ n }) => n));
    frame.body.entries.forEach((entry, index) => {
      if (refused.has(frame.body.from + index)) return;
      if (entry.kind === 'answer') answers[entry.questionId] = { value: entry.value, marked: entry.marked };
      if (entry.kind === 'visited' && entry.ms === 0) current = entry.questionId;
      if (entry.kind === 'confirmed') confirmed.push(entry.commandId);
    });
  }
  return { attemptId: attempt.id, status: attempt.status, answers, current, late, seals, epochs, confirmed };
}
