import type { ExamLog, NewExamCommand } from '../app/ports.ts';
import type { CommandContent, ExamCommand, Scope } from '../domain/command.ts';
import { commandHash, examGenesis } from './chain.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

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

/** Kinds after which the sweeper has to look at the attempts they reach, whether or not a node shows them. */
const endsAttempts = new Set<NewExamCommand['kind']>(['force-submit', 'terminate']);

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

  append(examId: string, command: NewExamCommand): ReturnType<ExamLog['append']> {
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
        const prev = last === null ? examGenesis(examId) : Buffer.from(last.hash).toString('hex');
        const hash = commandHash(prev, { seq, kind, scope, body, actor, commandId, issuedAt });
        const written = await this.#prisma.$executeRaw`
          INSERT INTO exam_log (exam_id, seq, kind, scope, body, actor, command_id, issued_at, hash)
          SELECT ${examId}::uuid, ${seq}::int, ${kind}, ${scope}, ${body}, ${actor}::uuid, ${commandId}::uuid,
            ${issuedAt}::bigint, decode(${hash}, 'hex')
          WHERE NOT EXISTS (SELECT 1 FROM exam_log WHERE exam_id = ${examId}::uuid AND seq >= ${seq}::int)
          ON CONFLICT DO NOTHING`;
        if (written === 1) {
          await this.#callSweeper(examId, command);
          return { outcome: 'committed', command: { ...command, seq } };
        }
      }
      throw new Error(`Exam ${examId}: no place in the log after ${maxRaces} tries.`);
    });
  }

  /**
   * Has the sweeper look at the attempts an order reaches; when they are due it decides itself. Should this be lost,
   * it looks at their deadlines.
   */
  async #callSweeper(examId: string, { kind, scope, issuedAt }: NewExamCommand): Promise<void> {
    const inScope = { examId, ...whereInScope(scope) };
    const sealDueAt = new Date(issuedAt);
    if (endsAttempts.has(kind)) {
      await this.#prisma.attempt.updateMany({ where: { ...inScope, status: 'open' }, data: { sealDueAt } });
    }
    if (kind === 'reopen') {
      const data = { status: 'reopening', sealDueAt };
      await this.#prisma.attempt.updateMany({ where: { ...inScope, status: 'sealed' }, data });
    }
  }
}

function whereInScope(scope: Scope) {
  switch (scope.kind) {
    case 'all':
      return {};
    case 'district':
      return { districtId: scope.districtId };
    case 'centre':
      return { centreId: scope.centreId };
    case 'candidates':
      return { candidateId: { in: [...scope.candidateIds] } };
  }
}

/** The form of scope and body was checked when the command was issued; the chain guards it since. */
export function decodeCommand(row: CommandRow): ExamCommand {
  const content = { kind: row.kind, body: JSON.parse(row.body) } as CommandContent;
  const scope: Scope = JSON.parse(row.scope);
  return { ...content, seq: row.seq, commandId: row.commandId, scope, issuedAt: Number(row.issuedAt) };
}
