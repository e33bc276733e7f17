import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandContent } from '../domain/command.ts';
import { sha256 } from '../main/core.ts';
import { receipts, type TestNode, testIssuer } from '../test/node.ts';
import { answer, must, Page, startWorld, type World } from '../test/world.ts';
import { Attempts } from './attempts.ts';
import type { AttemptLog } from './ports.ts';

let world: World;
const minute = 60_000;
const reason = 'as decided';
const extend: CommandContent = { kind: 'extend', body: { ms: 10 * minute, reason } };

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  const { violations } = await world.report();
  await world.stop();
  expect(violations).toEqual([]);
});

const maxIdle = 10;

/** The attempts of a node in a memory of their own; `change` says where its log is interrupted. */
function memoryOf(node: TestNode, change: (log: AttemptLog) => Partial<AttemptLog> = () => ({})): Attempts {
  const { attemptLog, follower, desk } = node.core;
  const log: AttemptLog = {
    read: (key, afterSeq) => attemptLog.read(key, afterSeq),
    confirm: () => attemptLog.confirm(),
    open: (ref, draft, sweepAt) => attemptLog.open(ref, draft, sweepAt),
    append: (ref, tail, draft) => attemptLog.append(ref, tail, draft),
    seal: (ref, tail, draft, submission) => attemptLog.seal(ref, tail, draft, submission),
  };
  const changed = { ...log, ...change(log) };
  const { exams } = desk;
  const memory = { log: changed, exams, follower, receipts, issuer: testIssuer, digest: sha256 };
  return new Attempts({ ...memory, operator: node.log, maxIdle });
}

async function hostedBy(attempts: Attempts, page: Page) {
  const ref = await page.node.core.desk.catalogue.attempt(page.attemptId);
  if (ref === null) throw new Error('The attempt is there.');
  return await attempts.host(ref);
}

describe('[LOG-11, LOG-12] what a node remembers', () => {
  it('is the same as on every other node, in whatever order it has heard of frames and commands', async () => {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    const { examId } = page.exam;
    const memory = memoryOf(world.b);
    const hosted = await hostedBy(memory, page);
    await memory.read(hosted);
    // B hears of the pause at once; A, which has not, takes an answer after it.
    await world.b.issue(examId, { kind: 'pause', body: { reason } });
    world.clock.advance(minute);
    expect(must(await page.append(1, [answer('q1', 'A')])).late).toBeUndefined();
    const remembered = await memory.read(hosted);
    const anew = memoryOf(world.b);
    expect(remembered).toEqual(await anew.read(await hostedBy(anew, page)));
    expect(remembered).toMatchObject({ status: 'paused', seq: 2, examSeq: 1 });
  });

  it('[CMD-1] is not disturbed by commands for others, and writes and reads the same log without them', async () => {
    const exam = await world.exam({}, { candidates: 2 });
    const pages = exam.candidates.map((who) => new Page(world, world.b, exam, 'page-1', who));
    const memory = memoryOf(world.b);
    const told: string[] = [];
    memory.listen({
      onFrame: () => undefined,
      onCommand: ({ ref }, { seq }) => told.push(`${ref.candidateId} ${seq}`),
    });
    for (const page of pages) {
      await page.open();
      await memory.read(await hostedBy(memory, page));
    }
    const [mine, other] = exam.candidates.map(({ userId }) => userId);
    const scope = { kind: 'candidates', candidateIds: [mine!] } as const;
    await world.b.issue(exam.examId, extend, scope);
    for (const page of pages) await memory.current(await hostedBy(memory, page));
    expect(told).toEqual([`${mine} 1`]);
    // Written without a look at the exam's log, and then behind a command for both.
    must(await pages[1]!.append(1, [answer('q1', 'A')]));
    await world.b.issue(exam.examId, extend);
    must(await pages[1]!.append(2, [answer('q1', 'B')]));
    const remembered = await memory.read(await hostedBy(memory, pages[1]!));
    expect(told.filter((line) => line.startsWith(`${other}`))).toEqual([`${other} 2`]);
    expect(remembered).toMatchObject({ seq: 3, examSeq: 2, deadlineVersion: 2 });
    const anew = memoryOf(world.a);
    expect(remembered).toEqual(await anew.read(await hostedBy(anew, pages[1]!)));
  });

  it('[LOG-12] is read again after a listener has failed at a command, which ends nothing', async () => {
    const page = new Page(world, world.b, await world.exam());
    await page.open();
    const memory = memoryOf(world.b);
    const hosted = await hostedBy(memory, page);
    await memory.read(hosted);
    memory.listen({
      onFrame: () => undefined,
      onCommand: () => {
        throw new Error('This listener fails.');
      },
    });
    await world.b.issue(page.exam.examId, extend);
    await hosted.queue.add(async () => undefined);
    expect(hosted.doubtful).toBe(true);
    expect(hosted.state).toMatchObject({ examSeq: 1, deadlineVersion: 2 });
  });

  it('holds every command that a frame was decided under, also when both come while it reads', async () => {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    const { examId } = page.exam;
    let interruptions = 0;
    const memory = memoryOf(world.b, (log) => ({
      read: async (key, afterSeq) => {
        // The whole history is wanted: B has folded in the first command before a frame that did not know of it.
        if (afterSeq === 0 && interruptions === 1) {
          interruptions = 2;
          await world.a.issue(examId, extend);
          must(await page.append(2, [answer('q1', 'B')]));
        }
        return await log.read(key, afterSeq);
      },
    }));
    const hosted = await hostedBy(memory, page);
    await memory.read(hosted);
    await world.b.issue(examId, extend);
    must(await page.append(1, [answer('q1', 'A')]));
    interruptions = 1;
    const remembered = await memory.read(hosted);
    expect(interruptions).toBe(2);
    expect(remembered).toMatchObject({ seq: 3, examSeq: 2, deadlineVersion: 3 });
    const anew = memoryOf(world.b);
    expect(remembered).toEqual(await anew.read(await hostedBy(anew, page)));
  });

  it('[TIM-8] holds a command that came while the attempt was being opened', async () => {
    const exam = await world.exam();
    const told: string[] = [];
    const memory = memoryOf(world.a, (log) => ({
      open: async (ref, draft, sweepAt) => {
        const outcome = await log.open(ref, draft, sweepAt);
        await world.a.issue(exam.examId, extend);
        return outcome;
      },
    }));
    memory.listen({ onFrame: (_, { kind }) => told.push(kind), onCommand: (_, { kind }) => told.push(kind) });
    const { desk } = world.a.core;
    const page = new Page(world, world.a, exam);
    const [who] = exam.candidates;
    const seat = who && (await desk.catalogue.seat(exam.examId, who.userId));
    if (!who || !seat) throw new Error('The candidate has a seat.');
    const { regionId, districtId, centreId, extraPerHourMs } = seat;
    const candidate = { examId: exam.examId, candidateId: who.userId };
    const ref = { attemptId: desk.chance.id(), ...candidate, regionId, districtId, centreId };
    const paper = await desk.exams.paper(exam.paperHash);
    const now = world.clock.now();
    const command = { type: 'open', deviceId: 'page-1', sessionId: who.sessionId, seed: 'ab', now } as const;
    const outcome = await memory.create(ref, paper, { ...command, extraPerHourMs });
    expect(outcome).toMatchObject({ type: 'done', state: { deadlineVersion: 2, examSeq: 1 } });
    expect(told).toEqual(['opened', 'extend']);
    page.attemptId = ref.attemptId;
    expect((await page.state()).deadline).toMatchObject({ version: 2 });
  });

  it('is read again after an outcome that was not known', async () => {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    let isLost = true;
    const memory = memoryOf(world.b, (log) => ({
      append: async (ref, tail, draft) => {
        const outcome = await log.append(ref, tail, draft);
        return isLost ? { outcome: 'unavailable', retryAfterMs: 1 } : outcome;
      },
    }));
    const hosted = await hostedBy(memory, page);
    const entry = { kind: 'answer', questionId: 'q1', value: 'A', marked: false, at: 0 } as const;
    const append = {
      type: 'append',
      epoch: 1,
      from: 1,
      entries: [entry],
      sessionId: 's',
      receivedAt: world.clock.now(),
    } as const;
    expect(await memory.run(hosted, append)).toMatchObject({ type: 'unavailable' });
    isLost = false;
    expect(await memory.run(hosted, append)).toMatchObject({ type: 'done', news: [], state: { seq: 2 } });
  });

  it('is told to listeners once, and only after it is committed', async () => {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    const memory = memoryOf(world.b);
    const told: string[] = [];
    memory.listen({
      onFrame: ({ state }, { kind, seq }) =>
        told.push(`${kind} ${seq} of ${state.status === 'scheduled' ? 0 : state.seq}`),
      onCommand: (_, { kind }, before) => told.push(`${kind} on ${before.status}`),
    });
    const hosted = await hostedBy(memory, page);
    await memory.read(hosted);
    must(await page.append(1, [answer('q1', 'A')]));
    await world.a.issue(page.exam.examId, { kind: 'pause', body: { reason } });
    await world.b.core.follower.poll();
    await memory.read(hosted);
    await memory.read(hosted);
    expect(told.toSorted()).toEqual(['answered 2 of 2', 'pause on open']);
  });
});

it('[LOG-11] what nobody shows leaves the memory when others need the room, and is read again when it is wanted', async () => {
  const exam = await world.exam({}, { candidates: maxIdle + 5 });
  const memory = memoryOf(world.b);
  const pages = exam.candidates.map((who) => new Page(world, world.a, exam, 'page-1', who));
  for (const page of pages) await page.open();
  const [shown, first] = pages;
  if (shown === undefined || first === undefined) throw new Error('There are more than ten.');
  await hostedBy(memory, shown);
  memory.hosted.attend(shown.attemptId);
  for (const page of pages) await hostedBy(memory, page);
  expect([...memory.hosted.all]).toHaveLength(maxIdle + 1);
  expect(memory.hosted.find(shown.attemptId)).toBeDefined();
  expect(memory.hosted.find(first.attemptId)).toBeUndefined();
  must(await first.append(1, [answer('q1', 'A')]));
  expect(await memory.read(await hostedBy(memory, first))).toMatchObject({ seq: 2 });
  memory.hosted.leave(shown.attemptId);
  expect([...memory.hosted.all]).toHaveLength(maxIdle);
});

it('[LOG-15] an attempt whose log is impossible answers nothing but an error', async () => {
  const page = new Page(world, world.a, await world.exam());
  await page.open();
  await world.prisma.$executeRaw`
    INSERT INTO attempt_log (region_id, attempt_id, seq, kind, body, exam_seq, received_at, open, hash)
    SELECT region_id, attempt_id, 2, 'opened', body, 0, received_at, true, hash FROM attempt_log
    WHERE attempt_id = ${page.attemptId}::uuid`;
  await expect(page.movedTo(world.b, world).append(1, [answer('q1', 'A')])).rejects.toThrow('cannot follow');
  await expect(page.movedTo(world.b, world).seal(0)).rejects.toThrow('cannot follow');
  await world.prisma.$executeRaw`ALTER TABLE attempt_log_pune DISABLE TRIGGER append_only`;
  await world.prisma
    .$executeRaw`DELETE FROM attempt_log_pune WHERE attempt_id = ${page.attemptId}::uuid AND seq = 2`;
  await world.prisma.$executeRaw`ALTER TABLE attempt_log_pune ENABLE TRIGGER append_only`;
  expect(must(await page.movedTo(world.b, world).append(1, [answer('q1', 'A')])).through).toBe(1);
});
