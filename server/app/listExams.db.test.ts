import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExamRules } from '../domain/content.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { everyType, publishExam, rulesAt } from '../test/exams.ts';
import { FakeClock } from '../test/fakeClock.ts';
import { startNode, type TestNode } from '../test/node.ts';

const minute = 60_000;

describe('[WEB-33] the list of exams', () => {
  const clock = new FakeClock();
  let database: TestDatabase;
  let node: TestNode;

  beforeAll(async () => {
    database = await createTestDatabase();
    node = startNode(database.url, clock);
  });

  afterAll(async () => {
    await node.stop();
    await database.drop();
  });

  /** Twenty minutes more for each hour. */
  async function listed(more: Partial<ExamRules>) {
    const rules = rulesAt(clock.now(), more);
    const content = everyType(rules);
    const { examId, candidates } = await publishExam(node.prisma, { content, extraPerHourMs: 20 * minute });
    const [who] = candidates;
    const list = () => node.useCases.listExams(who!);
    return { examId, who: who!, rules, list };
  }

  it('[WEB-33] gives the time as this candidate has it, and the clock of the server', async () => {
    const { examId, list } = await listed({});
    expect(await list()).toEqual({
      ok: true,
      value: {
        serverNow: clock.now(),
        exams: [
          expect.objectContaining({
            id: examId,
            status: 'open',
            clock: 'individual',
            durationMs: 80 * minute,
          }),
        ],
      },
    });
  });

  it('[WEB-33] says when a common clock ends for this candidate', async () => {
    const { list, rules } = await listed({ clock: 'common' });
    const exams = [expect.objectContaining({ clock: 'common', endsAt: rules.closesAt + 20 * minute })];
    expect(await list()).toMatchObject({ ok: true, value: { exams } });
  });

  it('[WEB-33] follows each exam from upcoming to handed in', async () => {
    const { examId, who, list } = await listed({ opensAt: clock.now() + 5 * minute });
    const status = async () => {
      const reply = await list();
      return reply.ok ? reply.value.exams[0]?.status : reply.error.code;
    };
    expect(await status()).toBe('upcoming');
    clock.advance(5 * minute);
    expect(await status()).toBe('open');
    const opened = await node.useCases.openAttempt(who, { examId, deviceId: 'd' });
    expect(await status()).toBe('in-progress');
    if (!opened.ok) throw new Error(opened.error.code);
    const { attemptId, epoch, deadline } = opened.value;
    const seal = { attemptId, epoch, through: 0, deadlineVersion: deadline.version };
    await node.useCases.sealAttempt(who, seal, clock.now());
    expect(await status()).toBe('handed-in');

    const missed = await listed({});
    clock.advance(31 * minute);
    expect(await missed.list()).toMatchObject({ value: { exams: [{ status: 'closed' }] } });
  });
});
