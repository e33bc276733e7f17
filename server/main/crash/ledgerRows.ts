import type pg from 'pg';
import type { CommandContent, ExamCommand, Scope } from '../../domain/command.ts';
import type { PaperContent } from '../../domain/content.ts';
import type { Frame } from '../../domain/frame.ts';
import { indexPaper, type PaperIndex } from '../../domain/paperIndex.ts';
import { commandHash, examGenesis } from '../../ledger/chain.ts';
import { decodeFrame, type FrameRow } from '../../ledger/frameCodec.ts';

/** A frame beside the exact text of its row. */
export interface LoggedFrame {
  readonly frame: Frame;
  readonly body: string;
}

export interface SubmissionRow {
  readonly seal_seq: number;
  readonly receipt: string;
  readonly kid: string;
  readonly digest: string;
  /** Jobs that score this submission. */
  readonly jobs: number;
}

/** Everything the database holds of one attempt. */
export interface LoggedAttempt {
  readonly attemptId: string;
  readonly examId: string;
  readonly candidateId: string;
  readonly districtId: number;
  readonly centreId: string | null;
  readonly status: string;
  readonly frames: readonly LoggedFrame[];
  readonly submissions: readonly SubmissionRow[];
}

/** The log of one exam, and what is wrong with its chain. */
export interface LoggedExam {
  readonly commands: readonly ExamCommand[];
  readonly problems: readonly string[];
}

export interface LoggedLedger {
  readonly attempts: readonly LoggedAttempt[];
  readonly exams: ReadonlyMap<string, LoggedExam>;
  readonly papers: ReadonlyMap<string, PaperIndex>;
}

interface AttemptRow {
  readonly id: string;
  readonly exam_id: string;
  readonly candidate_id: string;
  readonly region_id: number;
  readonly district_id: number;
  readonly centre_id: string | null;
  readonly status: string;
}

interface CommandRow {
  readonly exam_id: string;
  readonly seq: number;
  readonly kind: string;
  readonly scope: string;
  readonly body: string;
  readonly actor: string;
  readonly command_id: string;
  readonly issued_at: string;
  readonly hash: string;
}

/** Reads the rows of these attempts, of their exams and papers, as they stand at one moment. `null`: of all attempts. */
export async function readLedger(
  client: pg.Client,
  attemptIds: readonly string[] | null,
): Promise<LoggedLedger> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const attempts = await readAttempts(client, attemptIds);
    const examIds = [...new Set(attempts.map(({ examId }) => examId))];
    return { attempts, exams: await readExams(client, examIds), papers: await readPapers(client, attempts) };
  } finally {
    await client.query('COMMIT');
  }
}

async function readAttempts(
  client: pg.Client,
  attemptIds: readonly string[] | null,
): Promise<readonly LoggedAttempt[]> {
  const { rows } = await client.query<AttemptRow>(
    `SELECT id, exam_id, candidate_id, region_id, district_id, centre_id, status
     FROM attempt WHERE $1::uuid[] IS NULL OR id = ANY ($1)`,
    [attemptIds],
  );
  const places = [rows.map((row) => row.region_id), rows.map((row) => row.id)];
  const frames = await client.query<FrameRow & { readonly attempt_id: string }>(
    `SELECT 0 AS place, l.attempt_id, l.seq, l.kind, l.body, l.exam_seq, l.received_at, l.open,
       encode(l.hash, 'hex') AS hash
     FROM unnest($1::smallint[], $2::uuid[]) AS u(region_id, attempt_id)
     CROSS JOIN LATERAL (
       SELECT * FROM attempt_log l WHERE l.region_id = u.region_id AND l.attempt_id = u.attempt_id
     ) l
     ORDER BY l.attempt_id, l.seq`,
    places,
  );
  const submissions = await client.query<SubmissionRow & { readonly attempt_id: string }>(
    `SELECT s.attempt_id, s.seal_seq, s.receipt, s.kid, s.digest,
       (SELECT count(*)::int FROM job j WHERE j.kind = 'score' AND j.key = s.attempt_id || ':' || s.seal_seq) AS jobs
     FROM submission s WHERE s.attempt_id = ANY ($1::uuid[]) ORDER BY s.seal_seq`,
    [rows.map((row) => row.id)],
  );
  const framesOf = Map.groupBy(frames.rows, (row) => row.attempt_id);
  const submissionsOf = Map.groupBy(submissions.rows, (row) => row.attempt_id);
  return rows.map((row) => ({
    attemptId: row.id,
    examId: row.exam_id,
    candidateId: row.candidate_id,
    districtId: row.district_id,
    centreId: row.centre_id,
    status: row.status,
    frames: (framesOf.get(row.id) ?? []).map((each) => ({ frame: decodeFrame(each), body: each.body })),
    submissions: submissionsOf.get(row.id) ?? [],
  }));
}

async function readExams(
  client: pg.Client,
  examIds: readonly string[],
): Promise<ReadonlyMap<string, LoggedExam>> {
  const { rows } = await client.query<CommandRow>(
    `SELECT exam_id, seq, kind, scope, body, actor, command_id, issued_at, encode(hash, 'hex') AS hash
     FROM exam_log WHERE exam_id = ANY ($1::uuid[]) ORDER BY exam_id, seq`,
    [examIds],
  );
  const byExam = Map.groupBy(rows, (row) => row.exam_id);
  return new Map(examIds.map((examId) => [examId, readExam(examId, byExam.get(examId) ?? [])]));
}

function readExam(examId: string, rows: readonly CommandRow[]): LoggedExam {
  const problems: string[] = [];
  let prev = examGenesis(examId);
  const commands = rows.map((row, index) => {
    const { seq, kind, scope, body, actor } = row;
    const issuedAt = Number(row.issued_at);
    const expected = commandHash(prev, {
      seq,
      kind,
      scope,
      body,
      actor,
      commandId: row.command_id,
      issuedAt,
    });
    if (seq !== index + 1) problems.push(`command ${seq} stands where ${index + 1} belongs`);
    if (row.hash !== expected) problems.push(`command ${seq} does not follow from the one before it`);
    prev = row.hash;
    return commandOf(row);
  });
  return { commands, problems };
}

function commandOf(row: CommandRow): ExamCommand {
  const content = { kind: row.kind, body: JSON.parse(row.body) } as CommandContent;
  const scope: Scope = JSON.parse(row.scope);
  return { ...content, seq: row.seq, commandId: row.command_id, scope, issuedAt: Number(row.issued_at) };
}

async function readPapers(
  client: pg.Client,
  attempts: readonly LoggedAttempt[],
): Promise<ReadonlyMap<string, PaperIndex>> {
  const hashes = new Set(
    attempts.flatMap(({ frames: [first] }) =>
      first?.frame.kind === 'opened' ? [first.frame.body.paper] : [],
    ),
  );
  const { rows } = await client.query<{ hash: string; body: string }>(
    'SELECT hash, body FROM paper_content WHERE hash = ANY ($1)',
    [[...hashes]],
  );
  return new Map(
    rows.map(({ hash, body }) => {
      const content: PaperContent = JSON.parse(body);
      return [hash, indexPaper(hash, content)];
    }),
  );
}
