import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresIncidents } from '../ledger/incidents.ts';
import { elsewhere, nagpur } from '../test/exams.ts';
import { answer, codeOf, must, Page, startWorld, type World } from '../test/world.ts';

let world: World;
const minute = 60_000;
const reason = 'as decided';

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  const { violations } = await world.report();
  await world.stop();
  expect(violations).toEqual([]);
});

describe('opening for the first time', () => {
  it('[ACK-10, TIM-1] gives the pen, the paper’s outline in the candidate’s order, and the end', async () => {
    const exam = await world.exam();
    const reply = await new Page(world, world.a, exam).open();
    expect(reply).toMatchObject({
      epoch: 1,
      through: 0,
      seq: 1,
      status: 'open',
      serverNow: world.clock.now(),
      deadline: { at: world.clock.now() + 60 * minute, version: 1 },
      answers: {},
      current: null,
    });
    expect(reply.prior).toBeUndefined();
    expect(reply.head).toMatch(/^[0-9a-f]{16}$/);
    expect(reply.paper.hash).toBe(exam.paperHash);
    expect(reply.paper.sections.map(({ questionIds }) => questionIds.length)).toEqual([4, 5]);
  });

  it('[WEB-70] tells which aids the exam allows on the screen', async () => {
    const tools = { calculator: 'scientific', keypad: true } as const;
    const allowing = await new Page(world, world.a, await world.exam({ tools })).open();
    expect(allowing.paper.tools).toEqual(tools);
    const plain = await new Page(world, world.a, await world.exam()).open();
    expect(plain.paper.tools).toBeUndefined();
  });

  it('[TIM-4] adds the candidate’s extra time', async () => {
    const exam = await world.exam({}, { extraPerHourMs: 20 * minute });
    const { deadline } = await new Page(world, world.a, exam).open();
    expect(deadline.at).toBe(world.clock.now() + 80 * minute);
  });

  it('[LOG-14] by many pages on two nodes at once is one attempt with one deadline', async () => {
    const exam = await world.exam();
    const pages = [1, 2, 3, 4, 5, 6].map(
      (n) => new Page(world, n % 2 ? world.a : world.b, exam, `page-${n}`),
    );
    const replies = await Promise.all(pages.map((page) => page.open()));
    expect(new Set(replies.map(({ attemptId }) => attemptId)).size).toBe(1);
    expect(new Set(replies.map(({ deadline }) => deadline.at)).size).toBe(1);
    expect(replies.map(({ epoch }) => epoch).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await pages[0]!.frames()).toEqual(['1 opened', ...[2, 3, 4, 5, 6].map((seq) => `${seq} entered`)]);
  });

  it('[TIM-5] is refused before the exam opens and after the last time to enter', async () => {
    const now = world.clock.now();
    const early = await world.exam({ opensAt: now + 1 });
    expect(codeOf(await new Page(world, world.a, early).tryToOpen())).toBe('not-open-yet');
    const late = await world.exam({ lastEntryAt: now - 1 });
    expect(codeOf(await new Page(world, world.a, late).tryToOpen())).toBe('entry-closed');
    const last = await world.exam({ opensAt: now, lastEntryAt: now });
    expect(codeOf(await new Page(world, world.a, last).tryToOpen())).toBe('ok');
  });

  it('[TIM-8] finds what was granted to all, at whichever node it was granted', async () => {
    const exam = await world.exam({}, { candidates: 2 });
    await world.a.issue(exam.examId, { kind: 'extend', body: { ms: 10 * minute, reason } });
    await world.a.issue(
      exam.examId,
      { kind: 'extend', body: { ms: 100 * minute, reason } },
      { kind: 'district', districtId: nagpur },
    );
    const { deadline } = await new Page(world, world.b, exam).open();
    expect(deadline.at).toBe(world.clock.now() + 70 * minute);
  });

  it('[ACK-12] with an epoch that was never given out is refused', async () => {
    const page = new Page(world, world.a, await world.exam());
    page.epoch = 1;
    expect(codeOf(await page.reconnect())).toBe('unknown-epoch');
    await page.open();
    page.epoch = 2;
    expect(codeOf(await page.reconnect())).toBe('unknown-epoch');
  });
});

describe('[ACK-17] what is not for this candidate', () => {
  it('is answered like what does not exist', async () => {
    const exam = await world.exam();
    const [mine, foreign] = [new Page(world, world.a, exam), new Page(world, world.a, await world.exam())];
    await mine.open();
    await foreign.open();
    const { useCases } = world.b;
    const { who } = foreign;
    const ask = async (attemptId: string, examId: string) => {
      const append = { attemptId, epoch: 1, from: 1, entries: [answer('q1', 'A')] };
      const seal = { attemptId, epoch: 1, through: 0, deadlineVersion: 1 };
      return await Promise.all([
        useCases.openAttempt(who, { examId, deviceId: 'page-1' }),
        useCases.openAttempt(who, { examId, deviceId: 'page-1', epoch: 1 }),
        useCases.appendEntries(who, append, world.clock.now()),
        useCases.sealAttempt(who, seal, world.clock.now()),
        useCases.streamQuestions(who, { attemptId, from: 0, count: 5 }),
        useCases.attemptState(who, attemptId),
        useCases.receipt(who, attemptId),
      ]);
    };
    const absent = await ask(randomUUID(), randomUUID());
    expect(absent.map(codeOf)).toEqual(absent.map(() => 'not-found'));
    expect(await ask(mine.attemptId, exam.examId)).toEqual(absent);
    // Also when this node has it in memory.
    await mine.movedTo(world.b, world).append(1, [answer('q1', 'A')]);
    expect(await ask(mine.attemptId, exam.examId)).toEqual(absent);
    expect(await ask('no uuid', "'; --")).toEqual(absent);
    expect(await mine.frames()).toEqual(['1 opened', '2 answered']);
  });

  it('[LOG-7] an id in another spelling is another id: it would be another text in the hashes', async () => {
    const exam = await world.exam();
    const shouted = { ...exam, examId: exam.examId.toUpperCase() };
    expect(codeOf(await new Page(world, world.a, shouted).tryToOpen())).toBe('not-found');
    const page = new Page(world, world.a, exam);
    await page.open();
    page.attemptId = page.attemptId.toUpperCase();
    expect(codeOf(await page.append(1, [answer('q1', 'A')]))).toBe('not-found');
  });

  it('an exam that is not published is absent', async () => {
    const exam = await world.exam();
    await world.prisma.exam.update({ where: { id: exam.examId }, data: { status: 'draft' } });
    expect(codeOf(await new Page(world, world.a, exam).tryToOpen())).toBe('not-found');
  });
});

describe('coming back', () => {
  it('[ACK-10] without an epoch takes the pen, and says whose it was', async () => {
    const exam = await world.exam();
    const first = new Page(world, world.a, exam);
    await first.open();
    must(await first.append(1, [answer('q1', 'A'), answer('q6', true)]));
    const second = new Page(world, world.b, exam, 'page-2');
    const reply = await second.open();
    expect(reply).toMatchObject({
      attemptId: first.attemptId,
      epoch: 2,
      through: 0,
      prior: { epoch: 1, deviceId: 'page-1', through: 2 },
      answers: { q1: { value: 'A', marked: false, visited: true }, q6: { value: true } },
    });
  });

  it('[ACK-10] names the pens before, newest first, and no more than the latest 20 of them', async () => {
    const exam = await world.exam();
    const first = new Page(world, world.a, exam);
    await first.open();
    must(await first.append(1, [answer('q1', 'A')]));
    await new Page(world, world.b, exam, 'page-2').open();
    const third = await new Page(world, world.a, exam, 'page-3').open();
    expect(third.earlier).toEqual([
      { epoch: 2, deviceId: 'page-2', through: 0 },
      { epoch: 1, deviceId: 'page-1', through: 1 },
    ]);
    for (let n = 4; n <= 22; n += 1) await new Page(world, world.a, exam, `page-${n}`).open();
    const last = await new Page(world, world.a, exam, 'page-23').open();
    expect(last.earlier).toHaveLength(20);
    expect(last.earlier?.at(-1)).toEqual({ epoch: 3, deviceId: 'page-3', through: 0 });
  });

  it('[ACK-11] asking again because the reply was lost gives the same epoch, on any node', async () => {
    const exam = await world.exam();
    const page = new Page(world, world.a, exam);
    await page.open();
    expect((await page.movedTo(world.b, world).open()).epoch).toBe(1);
    expect((await page.open()).epoch).toBe(1);
    expect(await page.frames()).toEqual(['1 opened']);
  });

  it('[ACK-10, LOG-11] without an epoch is decided on the log, not on what this node remembers', async () => {
    const exam = await world.exam();
    const first = new Page(world, world.a, exam);
    await first.open();
    await new Page(world, world.b, exam, 'page-2').open();
    // Node A still believes that page-1 has the pen.
    const again = await first.open();
    expect(again).toMatchObject({ epoch: 3, prior: { epoch: 2, deviceId: 'page-2' } });
  });

  it('[ACK-12] with its epoch writes nothing and tells what the server holds', async () => {
    const exam = await world.exam();
    const page = new Page(world, world.a, exam);
    await page.open();
    must(await page.append(1, [answer('q1', 'A')]));
    const back = must(await page.movedTo(world.b, world).reconnect());
    expect(back).toMatchObject({ epoch: 1, through: 1, seq: 2 });
    expect(await page.frames()).toEqual(['1 opened', '2 answered']);
  });

  it('[ACK-12] to an attempt that another page has taken is superseded, and never takes it back', async () => {
    const exam = await world.exam();
    const first = new Page(world, world.a, exam);
    await first.open();
    const second = new Page(world, world.b, exam, 'page-2');
    await second.open();
    expect(codeOf(await first.reconnect())).toBe('superseded');
    const stolen = new Page(world, world.a, exam, 'page-3');
    stolen.epoch = 2;
    expect(codeOf(await stolen.reconnect())).toBe('superseded');
    expect(codeOf(await second.reconnect())).toBe('ok');
  });

  it('[ACK-13] from another sign-in needs a release under proctor-release', async () => {
    const exam = await world.exam({ takeover: 'proctor-release' });
    const first = new Page(world, world.a, exam);
    await first.open();
    const other = elsewhere(first.who);
    const second = new Page(world, world.b, exam, 'page-2', other);
    expect(codeOf(await second.tryToOpen())).toBe('takeover-needs-release');
    expect(codeOf(await new Page(world, world.b, exam, 'page-3').tryToOpen())).toBe('ok');
    await world.a.issue(exam.examId, { kind: 'release-device', body: { reason } });
    expect((await second.open()).epoch).toBe(3);
    expect(codeOf(await new Page(world, world.a, exam, 'page-4').tryToOpen())).toBe('takeover-needs-release');
  });

  it('[OBS-43] under proctor-release calls a person to whoever has to wait, until the pen is taken', async () => {
    const exam = await world.exam({ takeover: 'proctor-release' });
    const { examId } = exam;
    const calls = async () => {
      const { incidents } = await new PostgresIncidents(world.prisma).changedSince(examId, null);
      return incidents.map(({ kind, candidateId, count }) => [kind, candidateId, count]);
    };
    const first = new Page(world, world.a, exam);
    const { userId } = first.who;
    await first.open();
    const signedInElsewhere = elsewhere(first.who);
    const second = new Page(world, world.b, exam, 'page-2', signedInElsewhere);
    await second.tryToOpen();
    expect(await calls()).toEqual([['device-waiting', userId, 1]]);
    const samePage = new Page(world, world.b, exam, first.deviceId, signedInElsewhere);
    samePage.epoch = first.epoch;
    expect(codeOf(await samePage.reconnect())).toBe('takeover-needs-release');
    await first.open();
    expect(await calls()).toEqual([['device-waiting', userId, 2]]);
    await world.a.issue(examId, { kind: 'release-device', body: { reason } });
    await second.open();
    expect(await calls()).toEqual([]);
    expect(codeOf(await first.tryToOpen())).toBe('takeover-needs-release');
    expect(await calls()).toEqual([['device-waiting', userId, 1]]);
  });

  it('[OBS-43] calls nobody again to a page that waits by itself, and tells it who has the pen', async () => {
    const exam = await world.exam({ takeover: 'proctor-release' });
    const { examId } = exam;
    const first = new Page(world, world.a, exam);
    await first.open();
    const second = new Page(world, world.b, exam, 'page-2', elsewhere(first.who));
    const turnedAwayBy = (epoch: number) => ({
      error: { code: 'takeover-needs-release', details: { epoch } },
    });
    expect(await second.tryToOpen({ waits: true })).toMatchObject(turnedAwayBy(1));
    expect(await second.tryToOpen({ waits: true })).toMatchObject(turnedAwayBy(1));
    const { incidents } = await new PostgresIncidents(world.prisma).changedSince(examId, null);
    expect(incidents).toEqual([]);
    await world.a.issue(examId, { kind: 'release-device', body: { reason } });
    expect(await second.tryToOpen({ waits: true })).toMatchObject({ ok: true, value: { epoch: 2 } });
    expect(await first.tryToOpen({ waits: true })).toMatchObject(turnedAwayBy(2));
  });

  it('[SEAL-8] after the end finds the attempt sealed', async () => {
    const exam = await world.exam({ durationMs: minute });
    const page = new Page(world, world.a, exam);
    await page.open();
    world.clock.advance(2 * minute);
    const reply = await new Page(world, world.b, exam, 'page-2').open();
    expect(reply).toMatchObject({ status: 'sealed', epoch: 1 });
    expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
    expect(must(await page.movedTo(world.b, world).reconnect()).status).toBe('sealed');
  });
});
