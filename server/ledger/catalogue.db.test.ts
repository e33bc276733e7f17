import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { everyType, nagpur, publishExam, pune, rulesAt } from '../test/exams.ts';
import { FakeClock } from '../test/fakeClock.ts';
import { startNode, type TestNode } from '../test/node.ts';
import { connectionConfig } from './connection.ts';
import { Lane, type Statement } from './lane.ts';
import { SeatReader } from './seatReader.ts';

const clock = new FakeClock();

describe('the catalogue', () => {
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

  const publish = (candidates: number, more: { districtId?: number; extraPerHourMs?: number } = {}) =>
    publishExam(node.prisma, { content: everyType(rulesAt(clock.now())), candidates, ...more });

  it("[CON-23] a seat is in the candidate's own district, or in that of the centre", async () => {
    const { catalogue } = node.core.desk;
    const { examId, candidates } = await publish(2, { districtId: pune, extraPerHourMs: 5 });
    const [atHome, atCentre] = candidates.map(({ userId }) => userId);
    const centre = await node.prisma.centre.create({ data: { districtId: nagpur, code: 'N1', name: 'One' } });
    await node.prisma.enrolment.update({
      where: { examId_candidateId: { examId, candidateId: atCentre! } },
      data: { centreId: centre.id },
    });
    expect(await catalogue.seat(examId, atHome!)).toEqual({
      regionId: 2,
      districtId: pune,
      centreId: null,
      rollNumber: 'R1',
      extraPerHourMs: 5,
      attempt: null,
    });
    expect(await catalogue.seat(examId, atCentre!)).toMatchObject({
      regionId: 6,
      districtId: nagpur,
      centreId: centre.id,
    });
  });

  it('[CON-23] a seat knows its attempt, and so do the list of exams and the attempt itself', async () => {
    const { catalogue } = node.core.desk;
    const { examId, paperHash, candidates } = await publish(1);
    const [who] = candidates;
    const opened = await node.useCases.openAttempt(who!, { examId, deviceId: 'd' });
    if (!opened.ok) throw new Error(opened.error.code);
    const { attemptId } = opened.value;
    const seat = await catalogue.seat(examId, who!.userId);
    expect(seat?.attempt).toEqual(await catalogue.attempt(attemptId));
    expect(seat?.attempt).toMatchObject({ attemptId, examId, candidateId: who!.userId, regionId: 2 });
    expect(await catalogue.examsOf(who!.userId)).toEqual([
      { examId, paperHash, rollNumber: 'R1', extraPerHourMs: 0, attempt: { attemptId, status: 'open' } },
    ]);
  });

  it('[CON-23] what is no UUID, and what is not there, is absent', async () => {
    const { catalogue } = node.core.desk;
    const { examId, candidates } = await publish(1);
    for (const id of ['', 'x', "'; DROP TABLE exam; --", `${examId}x`, '\u0000', randomUUID()]) {
      expect(await catalogue.exam(id)).toBeNull();
      expect(await catalogue.attempt(id)).toBeNull();
      expect(await catalogue.seat(id, candidates[0]!.userId)).toBeNull();
      expect(await catalogue.seat(examId, id)).toBeNull();
      expect(await catalogue.examsOf(id)).toEqual([]);
    }
    expect(await catalogue.paper('0'.repeat(64))).toBeNull();
  });

  it('[CON-23] a draft is not an exam for anybody', async () => {
    const draft = await node.prisma.exam.create({ data: { title: { en: 'Draft' }, rules: '{}' } });
    expect(await node.core.desk.catalogue.exam(draft.id)).toBeNull();
  });

  it('[CON-24] many seats travel in few statements, each to whoever asked', async () => {
    const { examId, candidates } = await publish(1_000);
    let statements = 0;
    class CountingLane extends Lane {
      override query<Row extends object>(statement: Statement, values: readonly unknown[]) {
        statements += 1;
        return super.query<Row>(statement, values);
      }
    }
    const lane = new CountingLane(connectionConfig(database.url, 'ledger'), () => undefined);
    const reader = new SeatReader([lane]);
    const seats = await Promise.all(candidates.map(({ userId }) => reader.read(examId, userId)));
    expect(seats.map((seat) => seat?.rollNumber)).toEqual(candidates.map((_, i) => `R${i + 1}`));
    expect(statements).toBe(2);
    await lane.close();
  });
});
