import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandContent, Scope } from '../domain/command.ts';
import { sweepDelayMs } from '../domain/timing.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { everyType, publishExam, pune, rulesAt } from '../test/exams.ts';
import { createPool, createPrisma } from './client.ts';
import { PostgresExamLog } from './examLog.ts';
import type { PrismaClient } from './generated/client.ts';
import { PostgresSweepIndex } from './sweepIndex.ts';

const second = 1_000;
const minute = 60 * second;
const reason = 'as decided';

let database: TestDatabase;
let prisma: PrismaClient;
let index: PostgresSweepIndex;
let close: () => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase();
  const pool = createPool({
    databaseUrl: database.url,
    maxConnections: 8,
    onConnectionError: () => undefined,
  });
  prisma = createPrisma(pool);
  index = new PostgresSweepIndex(prisma);
  close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
});

afterAll(async () => {
  await close();
  await database.drop();
});

/** An exam with as many open attempts, the first of them due at `dueAt`, each a millisecond after the one before. */
async function sat(count: number, dueAt: number) {
  const { examId, content } = await publishExam(prisma, { content: everyType(rulesAt(Date.now())) });
  const centreId = randomUUID();
  await prisma.centre.create({ data: { id: centreId, code: centreId, name: 'A school', districtId: pune } });
  await prisma.attempt.createMany({
    data: Array.from({ length: count }, (_, nth) => ({
      ...{ id: randomUUID(), examId, candidateId: randomUUID(), regionId: 2, districtId: pune, centreId },
      ...{ openedAt: new Date(), sealDueAt: new Date(dueAt + nth) },
    })),
  });
  const attempts = () => prisma.attempt.findMany({ where: { examId }, orderBy: { candidateId: 'asc' } });
  const issuedAt = Date.now();
  const issue = (content: CommandContent, scope: Scope = { kind: 'all' }) =>
    new PostgresExamLog(prisma).append(examId, {
      ...content,
      ...{ commandId: randomUUID(), actor: randomUUID(), scope, issuedAt },
    });
  const endDueAt = new Date(issuedAt + content.rules.graceMs + sweepDelayMs);
  return { examId, centreId, attempts, issue, endDueAt };
}

describe('[SEAL-12] what is due', () => {
  it('is shared by sweepers, and is anybody’s again after a while', async () => {
    const now = Date.now() - 60 * minute;
    await sat(30, now - minute);
    const claims = await Promise.all([1, 2, 3].map(() => index.claim(now, 20, 5 * second)));
    const claimed = claims.flat().map(({ ref }) => ref.attemptId);
    expect(claimed).toHaveLength(30);
    expect(new Set(claimed).size).toBe(30);
    expect(await index.claim(now + 5 * second - 1, 100, second)).toEqual([]);
    expect(await index.claim(now + 5 * second, 100, 60 * minute)).toHaveLength(30);
  });
});

describe('[SEAL-14] a command that ends the exam for many', () => {
  it('marks nothing itself; a part at a time is marked afterwards', async () => {
    const { attempts, issue, endDueAt } = await sat(2_500, Date.now() + 60 * minute);
    const before = await attempts();
    await issue({ kind: 'force-submit', body: { reason } });
    expect(await attempts()).toEqual(before);
    expect([await index.call(), await index.call(), await index.call(), await index.call()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect((await attempts()).every(({ sealDueAt }) => sealDueAt.getTime() === endDueAt.getTime())).toBe(
      true,
    );
  });

  it('puts nothing off that is due before', async () => {
    const soon = Date.now() + second;
    const { attempts, issue } = await sat(1, soon);
    await issue({ kind: 'terminate', body: { reason } });
    while (await index.call());
    expect((await attempts())[0]?.sealDueAt.getTime()).toBeLessThanOrEqual(soon);
  });

  it('is not forgotten over a look that began before it', async () => {
    const now = Date.now() - 60 * minute;
    const { attempts, issue } = await sat(1, now);
    const claimed = await index.claim(now, 1_000, 5 * second);
    await issue({ kind: 'force-submit', body: { reason } });
    while (await index.call());
    const far = now + 600 * minute;
    for (const due of claimed) await index.settle(due, { status: 'open', nextLook: far });
    expect((await attempts())[0]?.sealDueAt.getTime()).toBeLessThan(now + 5 * second);
  });

  it('reaches those in its place, and who was moved out of it before they were marked', async () => {
    const { examId, centreId, attempts, issue, endDueAt } = await sat(2, Date.now() + 60 * minute);
    const other = await sat(1, Date.now() + 60 * minute);
    const [first, moved] = await attempts();
    const elsewhere = { districtId: pune, centreId: other.centreId };
    await issue({ kind: 'force-submit', body: { reason } }, { kind: 'centre', centreId });
    await issue(
      { kind: 'move-centre', body: { ...elsewhere, from: { districtId: pune, centreId }, reason } },
      { kind: 'candidates', candidateIds: [moved!.candidateId] },
    );
    const where = { examId, candidateId: moved!.candidateId };
    await prisma.attempt.updateMany({ where, data: { centreId: other.centreId } });
    while (await index.call());
    expect((await attempts()).map(({ sealDueAt }) => sealDueAt)).toEqual([endDueAt, endDueAt]);
    expect((await other.attempts())[0]?.sealDueAt).not.toEqual(other.endDueAt);
    expect(first?.centreId).toBe(centreId);
  });
});
