import type { ExamLog, NewExamCommand } from '../app/ports.ts';
import type { CommandContent, ExamCommand, Scope } from '../domain/command.ts';
import { commandHash, examGenesis } from './chain.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';
import { isSweepCall } from './sweepCalls.ts';

interface CommandRow {
  readonly examId: string;
  readonly seq: number;
  readonly kind: string;
  readonly scope: string;
  readonly body: string;
  readonly commandId: string;
  readonly issuedAt: bigint;
}

/** Attempts to get a place in the log, each lost to another command of the same exam. */
const maxRaces = 20;

/** The exams' logs in PostgreSQL: low rate, one row a command whatever its scope. */
export class PostgresExamLog implements ExamLog {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  read(examId: string, afterSeq: number): Promise<readonly ExamCommand[]> {
    return orUnavailable(async () => {
      const rows = await this.#prisma.examCommand.findMany({
        where: { examId, seq: { gt: afterSeq } },
        orderBy: { seq: 'asc' },
      });
      return rows.map(decodeCommand);
    });
  }

  readMany(after: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, readonly ExamCommand[]>> {
    return orUnavailable(async () => {
      const rows = await this.#prisma.examCommand.findMany({
        where: { OR: [...after].map(([examId, seq]) => ({ examId, seq: { gt: seq } })) },
        orderBy: [{ examId: 'asc' }, { seq: 'asc' }],
      });
      const byExam = Map.groupBy(rows, (row) => row.examId);
      return new Map([...byExam].map(([examId, found]) => [examId, found.map(decodeCommand)]));
    });
  }

  append(examId: string, command: NewExamCommand, after?: number): ReturnType<ExamLog['append']> {
    return orUnavailable(async () => {
      const { kind, commandId, actor, issuedAt } = command;
      const scope = JSON.stringify(command.scope);
      const body = JSON.stringify(command.body);
      for (let race = 0; race < maxRaces; race += 1) {
        const known = await this.#prisma.examCommand.findUnique({
          where: { examId_commandId: { examId, commandId } },
        });
        if (known !== null) {
          const same = known.kind === kind && known.scope === scope && known.body === body;
          return same ? { outcome: 'repeated', command: decodeCommand(known) } : { outcome: 'conflict' };
        }
        const last = await this.#prisma.examCommand.findFirst({
          where: { examId },
          orderBy: { seq: 'desc' },
        });
        const seq = (last?.seq ?? 0) + 1;
        if (after !== undefined && seq !== after + 1) return { outcome: 'moved' };
        const prev = last === null ? examGenesis(examId) : Buffer.from(last.hash).toString('hex');
        const hash = commandHash(prev, { seq, kind, scope, body, actor, commandId, issuedAt });
        const row = { examId, seq, kind, scope, body, actor, commandId, issuedAt, hash };
        if (await this.#insert(row, command)) {
          return { outcome: 'committed', command: { ...command, seq } };
        }
      }
      throw new Error(`Exam ${examId}: no place in the log after ${maxRaces} tries.`);
    });
  }

  /**
   * Writes the command at its place and, with it, what the other tables have of it: a moved candidate's centre, a code to
   * sign in with, and a call to the sweeper. False: the place is taken.
   */
  async #insert(row: NewRow, command: NewExamCommand): Promise<boolean> {
    const { examId, seq, kind, body, actor, commandId, issuedAt, hash } = row;
    const candidateIds = command.scope.kind === 'candidates' ? [...command.scope.candidateIds] : null;
    const newCentre = command.kind === 'move-centre' ? command.body.centreId : null;
    const { codeHash, expiresAt } = command.kind === 'sign-in-code' ? command.body : noCode;
    // A statement of its own, so that the next one sees the commands that this one had to wait for.
    const waitForSeals = this.#prisma.$queryRaw`
      SELECT 1 AS locked FROM exam WHERE id = ${examId}::uuid FOR NO KEY UPDATE`;
    const write = this.#prisma.$queryRaw<unknown[]>`
      WITH command AS (
        INSERT INTO exam_log (exam_id, seq, kind, scope, body, actor, command_id, issued_at, hash)
        SELECT ${examId}::uuid, ${seq}::int, ${kind}, ${row.scope}, ${body}, ${actor}::uuid, ${commandId}::uuid,
          ${issuedAt}::bigint, decode(${hash}, 'hex')
        WHERE NOT EXISTS (SELECT 1 FROM exam_log WHERE exam_id = ${examId}::uuid AND seq >= ${seq}::int)
        ON CONFLICT DO NOTHING
        RETURNING exam_id
      ), moved AS (
        UPDATE exam SET log_seq = ${seq}::int FROM command WHERE exam.id = command.exam_id
      ), seated AS (
        UPDATE enrolment e SET centre_id = ${newCentre}::uuid FROM command
        WHERE ${newCentre}::uuid IS NOT NULL
          AND e.exam_id = command.exam_id AND e.candidate_id = ANY (${candidateIds}::uuid[])
      ), code AS (
        INSERT INTO sign_in_code (exam_id, command_id, candidate_id, code_hash, issued_at, expires_at)
        SELECT exam_id, ${commandId}::uuid, candidate_id, decode(${codeHash}, 'hex'), ${issuedAt}::bigint,
          ${expiresAt}::bigint
        FROM command, unnest(${candidateIds}::uuid[]) AS candidate_id
        WHERE ${codeHash}::text IS NOT NULL
      ), call AS (
        INSERT INTO sweep_call (exam_id, seq)
        SELECT exam_id, ${seq}::int FROM command WHERE ${isSweepCall(kind)}
      )
      SELECT 1 AS written FROM command`;
    const [, written] = await this.#prisma.$transaction([waitForSeals, write]);
    return written.length === 1;
  }
}

interface NewRow {
  readonly examId: string;
  readonly seq: number;
  readonly kind: NewExamCommand['kind'];
  readonly scope: string;
  readonly body: string;
  readonly actor: string;
  readonly commandId: string;
  readonly issuedAt: number;
  readonly hash: string;
}

const noCode = { codeHash: null, expiresAt: null };

/** The form of scope and body was checked when the command was issued; the chain guards it since. */
export function decodeCommand(row: CommandRow): ExamCommand {
  const content = { kind: row.kind, body: JSON.parse(row.body) } as CommandContent;
  const scope: Scope = JSON.parse(row.scope);
  return { ...content, seq: row.seq, commandId: row.commandId, scope, issuedAt: Number(row.issuedAt) };
}
