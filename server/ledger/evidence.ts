import type {
  AttemptEvidence,
  Evidence,
  StoredCommand,
  StoredFrame,
  StoredScore,
} from '../app/ports/evidence.ts';
import type { AttemptRef } from '../app/ports.ts';
import type { Frame } from '../domain/frame.ts';
import { commandHash, examGenesis, frameHash, genesis } from './chain.ts';
import { decodeCommand } from './examLog.ts';
import { decodeFrame, type FrameRow } from './frameCodec.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { roundedDecimal } from './marking.ts';
import { isUuid } from './uuid.ts';

type Transaction = Prisma.TransactionClient;

/** Rows of the two logs in PostgreSQL, each beside the hash it should have. */
export class PostgresEvidence implements Evidence {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async collect(attemptId: string): Promise<AttemptEvidence | null> {
    if (!isUuid(attemptId)) return null;
    // One snapshot: a frame and the submission written with it are seen together or not at all.
    return await this.#prisma.$transaction((transaction) => collect(transaction, attemptId), {
      isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead,
      timeout: 60_000,
    });
  }
}

async function collect(transaction: Transaction, attemptId: string): Promise<AttemptEvidence | null> {
  const row = await transaction.attempt.findUnique({ where: { id: attemptId } });
  if (row === null) return null;
  const { id, examId, candidateId, regionId, districtId, centreId, status } = row;
  const attempt = { attemptId: id, examId, candidateId, regionId, districtId, centreId, status };
  const submissions = await transaction.submission.findMany({
    where: { attemptId },
    orderBy: { sealSeq: 'asc' },
  });
  const frames = await readFrames(transaction, attempt);
  return {
    attempt,
    frames,
    commands: await readCommands(transaction, examId),
    submissions: submissions.map((each) => ({ ...each, sealedAt: Number(each.sealedAt) })),
    scores: await readScores(transaction, attemptId, paperOf(frames)),
  };
}

function paperOf([first]: readonly StoredFrame[]): string | null {
  return first?.frame?.kind === 'opened' ? first.frame.body.paper : null;
}

async function readScores(
  transaction: Transaction,
  attemptId: string,
  paperHash: string | null,
): Promise<readonly StoredScore[]> {
  const rows = await transaction.score.findMany({
    where: { attemptId },
    orderBy: [{ sealSeq: 'asc' }, { keyVersion: 'asc' }],
  });
  const keys = paperHash === null ? [] : await transaction.paperKey.findMany({ where: { paperHash } });
  return rows.map(({ sealSeq, keyVersion, total, totalNumeric, detail }) => {
    const key = keys.find(({ version }) => version === keyVersion);
    return {
      sealSeq,
      keyVersion,
      key: key === undefined ? null : JSON.parse(key.body),
      total,
      roundedAgrees: isRounded(totalNumeric, total),
      detail,
    };
  });
}

function isRounded(rounded: Prisma.Decimal, total: string): boolean {
  try {
    return rounded.equals(roundedDecimal(total));
  } catch {
    return false;
  }
}

async function readFrames(transaction: Transaction, attempt: AttemptRef): Promise<readonly StoredFrame[]> {
  const rows = await transaction.$queryRaw<FrameRow[]>`
    SELECT 0 AS place, seq, kind, body, exam_seq, received_at::text, open, encode(hash, 'hex') AS hash
    FROM attempt_log WHERE region_id = ${attempt.regionId} AND attempt_id = ${attempt.attemptId}::uuid
    ORDER BY seq`;
  let prev = genesis(attempt.attemptId, attempt.examId, attempt.candidateId);
  return rows.map((row) => {
    const { seq, kind, body, hash } = row;
    const chained = { seq, kind, body, examSeq: row.exam_seq, receivedAt: Number(row.received_at) };
    const expectedHash = frameHash(prev, chained);
    prev = hash;
    return { seq, frame: readable(row), hash, expectedHash };
  });
}

function readable(row: FrameRow): Frame | null {
  try {
    return decodeFrame(row);
  } catch {
    return null;
  }
}

async function readCommands(transaction: Transaction, examId: string): Promise<readonly StoredCommand[]> {
  const rows = await transaction.examCommand.findMany({ where: { examId }, orderBy: { seq: 'asc' } });
  let prev = examGenesis(examId);
  return rows.map((row) => {
    const expectedHash = commandHash(prev, { ...row, issuedAt: Number(row.issuedAt) });
    const hash = Buffer.from(row.hash).toString('hex');
    prev = hash;
    return { command: decodeCommand(row), hash, expectedHash };
  });
}
