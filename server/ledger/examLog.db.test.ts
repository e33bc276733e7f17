import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewExamCommand } from '../app/ports.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { everyType, publishExam, pune, rulesAt } from '../test/exams.ts';
import { commandHash, examGenesis } from './chain.ts';
import { createPool, createPrisma } from './client.ts';
import { PostgresExamLog } from './examLog.ts';
import type { PrismaClient } from './generated/client.ts';
import { PostgresSweepIndex } from './sweepIndex.ts';

let database: TestDatabase;
let prisma: PrismaClient;
let log: PostgresExamLog;
let close: () => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase();
  const pool = createPool({
    databaseUrl: database.url,
    maxConnections: 8,
    onConnectionError: () => undefined,
  });
  prisma = createPrisma(pool);
  log = new PostgresExamLog(prisma);
  close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
});

afterAll(async () => {
  await close();
  await database.drop();
});

function extension(ms: number, more: Partial<NewExamCommand> = {}): NewExamCommand {
  return {
    commandId: randomUUID(),
    actor: randomUUID(),
    scope: { kind: 'all' },
    issuedAt: 1_800_000_000_000,
    ...more,
    kind: 'extend',
    body: { ms, reason: 'as decided' },
  };
}

describe('[LOG-13] a command issued again', () => {
  it('under its id is still one command, as it was first issued', async () => {
    const examId = randomUUID();
    const command = extension(60_000);
    expect(await log.append(examId, command)).toEqual({
      outcome: 'committed',
      command: { ...command, seq: 1 },
    });
    const later = { ...command, issuedAt: command.issuedAt + 5_000 };
    const repeated = await log.append(examId, later);
    expect(repeated).toMatchObject({ outcome: 'repeated', command: { seq: 1, issuedAt: command.issuedAt } });
    expect(await log.read(examId, 0)).toHaveLength(1);
  });

  it('by many at once is still one command', async () => {
    const examId = randomUUID();
    const command = extension(60_000);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => log.append(examId, command)));
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual([
      'committed',
      ...Array.from({ length: 5 }, () => 'repeated'),
    ]);
  });

  it.each<[string, Partial<NewExamCommand>, number]>([
    ['another content', {}, 120_000],
    ['another scope', { scope: { kind: 'district', districtId: 490 } }, 60_000],
  ])('with %s is refused', async (_, more, ms) => {
    const examId = randomUUID();
    const command = extension(60_000);
    await log.append(examId, command);
    const { commandId, actor } = command;
    expect(await log.append(examId, extension(ms, { commandId, actor, ...more }))).toEqual({
      outcome: 'conflict',
    });
    expect(await log.read(examId, 0)).toHaveLength(1);
  });

  it('in another exam is another command', async () => {
    const command = extension(60_000);
    await log.append(randomUUID(), command);
    expect(await log.append(randomUUID(), command)).toMatchObject({ outcome: 'committed' });
  });
});

describe('[LOG-17] the commands of an exam', () => {
  it('that are issued at once all stand, one after the other, in one chain', async () => {
    const examId = randomUUID();
    const commands = Array.from({ length: 8 }, (_, index) => extension(index * 1_000));
    const outcomes = await Promise.all(commands.map((command) => log.append(examId, command)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(commands.map(() => 'committed'));
    const rows = await prisma.examCommand.findMany({ where: { examId }, orderBy: { seq: 'asc' } });
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    let prev = examGenesis(examId);
    for (const row of rows) {
      prev = commandHash(prev, { ...row, issuedAt: Number(row.issuedAt) });
      expect(Buffer.from(row.hash).toString('hex')).toBe(prev);
    }
    expect((await log.read(examId, 0)).map(({ commandId }) => commandId).toSorted()).toEqual(
      commands.map(({ commandId }) => commandId).toSorted(),
    );
  });

  it('are read from any place, of many exams at once', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    for (const examId of [first, first, first, second]) await log.append(examId, extension(1_000));
    expect((await log.read(first, 1)).map(({ seq }) => seq)).toEqual([2, 3]);
    expect(await log.read(first, 3)).toEqual([]);
    const news = await log.readMany(
      new Map([
        [first, 2],
        [second, 0],
        [third, 0],
      ]),
    );
    expect(
      [...news].map(([examId, commands]) => [examId, commands.map(({ seq }) => seq)]).toSorted(),
    ).toEqual(
      [
        [first, [3]],
        [second, [1]],
      ].toSorted(),
    );
  });
});

describe('[SEAL-6, SEAL-9] a command and a seal of the same exam', () => {
  it('wait for each other: a reopening finds also the attempts whose seals were on their way', async () => {
    const exam = await publishExam(prisma, { content: everyType(rulesAt(Date.now())) });
    const [attemptId, candidateId] = [randomUUID(), exam.candidates[0]?.userId ?? ''];
    const place = { regionId: 2, districtId: pune };
    const times = { openedAt: new Date(), sealDueAt: new Date(Date.now() + 3_600_000) };
    await prisma.attempt.create({
      data: { id: attemptId, examId: exam.examId, candidateId, ...place, ...times },
    });
    const sealer = new pg.Client({ connectionString: database.url });
    await sealer.connect();
    // What the statement of a seal does, with the commit put off.
    await sealer.query('BEGIN');
    await sealer.query('SELECT log_seq FROM exam WHERE id = $1 FOR SHARE', [exam.examId]);
    await sealer.query("UPDATE attempt SET status = 'sealed', sealed_at = now() WHERE id = $1", [attemptId]);
    const reopening = log.append(exam.examId, {
      ...extension(0),
      kind: 'reopen',
      body: { ms: 60_000, reason: 'as decided' },
    });
    await someoneWaits(sealer);
    await sealer.query('COMMIT');
    expect(await reopening).toMatchObject({ outcome: 'committed' });
    await new PostgresSweepIndex(prisma).call();
    expect(await prisma.attempt.findUnique({ where: { id: attemptId } })).toMatchObject({
      status: 'reopening',
    });
    await sealer.end();
  });
});

async function someoneWaits(client: pg.Client): Promise<void> {
  const statement = `SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await client.query(statement)).rowCount === 0);
}
