import type pg from 'pg';
import type { LoggedAttempt, LogRow } from './checkAttempt.ts';

interface AttemptRow {
  readonly id: string;
  readonly region_id: number;
  readonly candidate_id: string;
}

interface FrameRow {
  readonly attempt_id: string;
  readonly seq: number;
  readonly kind: string;
  readonly body: string;
  readonly exam_seq: number;
  /** A bigint, which the driver gives as text. */
  readonly received_at: string;
  readonly open: boolean;
  readonly hash: string;
}

const attemptsPerRead = 200;

/** The attempts of these candidates in an exam, some at a time, so that a long log does not have to fit into memory. */
export async function* readLog(
  client: pg.Client,
  examId: string,
  candidateIds: readonly string[],
): AsyncGenerator<LoggedAttempt> {
  const { rows: attempts } = await client.query<AttemptRow>(
    'SELECT id, region_id, candidate_id FROM attempt WHERE exam_id = $1 AND candidate_id = ANY ($2::uuid[])',
    [examId, candidateIds],
  );
  for (let from = 0; from < attempts.length; from += attemptsPerRead) {
    const some = attempts.slice(from, from + attemptsPerRead);
    const ids = some.map(({ id }) => id);
    const frames = await client.query<FrameRow>(
      `SELECT l.attempt_id, l.seq, l.kind, l.body, l.exam_seq, l.received_at, l.open, encode(l.hash, 'hex') AS hash
       FROM unnest($1::smallint[], $2::uuid[]) AS u(region_id, attempt_id)
       CROSS JOIN LATERAL (
         SELECT * FROM attempt_log l WHERE l.region_id = u.region_id AND l.attempt_id = u.attempt_id
       ) l
       ORDER BY l.attempt_id, l.seq`,
      [some.map(({ region_id }) => region_id), ids],
    );
    const submissions = await client.query<{ attempt_id: string; seal_seq: number }>(
      'SELECT attempt_id, seal_seq FROM submission WHERE attempt_id = ANY ($1::uuid[])',
      [ids],
    );
    const framesOf = Map.groupBy(frames.rows, (row) => row.attempt_id);
    const submissionsOf = Map.groupBy(submissions.rows, (row) => row.attempt_id);
    for (const { id, candidate_id } of some) {
      yield {
        attemptId: id,
        examId,
        candidateId: candidate_id,
        rows: (framesOf.get(id) ?? []).map(rowOf),
        submissions: (submissionsOf.get(id) ?? []).map(({ seal_seq }) => ({ sealSeq: seal_seq })),
      };
    }
  }
}

function rowOf({ seq, kind, body, exam_seq, received_at, open, hash }: FrameRow): LogRow {
  return { seq, kind, body, examSeq: exam_seq, receivedAt: Number(received_at), open, hash };
}
