import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandContent } from '../domain/command.ts';
import { answer, must, Page, startWorld, type World } from '../test/world.ts';

let world: World;
const second = 1_000;
const minute = 60_000;
const grace = 5 * second;
const reason = 'as decided';

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  const { violations } = await world.report();
  await world.stop();
  expect(violations).toEqual([]);
});

async function opened(rules: Parameters<World['exam']>[0] = {}): Promise<Page> {
  const page = new Page(world, world.a, await world.exam({ durationMs: minute, ...rules }));
  await page.open();
  return page;
}

/** Both sweepers at the same time. */
const sweep = () => Promise.all([world.a.sweep(), world.b.sweep()]);

async function row(page: Page) {
  return await world.prisma.attempt.findUniqueOrThrow({ where: { id: page.attemptId } });
}

const extend = (ms: number): CommandContent => ({ kind: 'extend', body: { ms, reason } });

describe('the sweeper', () => {
  it('[SEAL-8, TIM-14] seals after deadline, grace and 6 s, without the candidate, at whichever node', async () => {
    const page = await opened();
    must(await page.append(1, [answer('q1', 'A')]));
    world.clock.advance(minute + grace + 6 * second - 1);
    expect(await world.b.sweep()).toBe(0);
    world.clock.advance(1);
    expect(await world.b.sweep()).toBe(1);
    expect(await page.frames()).toEqual(['1 opened', '2 answered', '3 sealed']);
    expect(await row(page)).toMatchObject({ status: 'sealed', sealedAt: new Date(world.clock.now()) });
    expect(await world.b.sweep()).toBe(0);
  });

  it('[SEAL-1] on two nodes seals each attempt once', async () => {
    const pages = await Promise.all(Array.from({ length: 30 }, () => opened()));
    world.clock.advance(2 * minute);
    await sweep();
    for (const page of pages) expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
    expect(
      await world.prisma.submission.count({ where: { attemptId: { in: pages.map((p) => p.attemptId) } } }),
    ).toBe(pages.length);
    expect(await sweep()).toEqual([0, 0]);
  });

  it('[SEAL-6, TIM-8] leaves alone who was given more time at another node, and comes back', async () => {
    const page = await opened();
    await page.movedTo(world.b, world).state();
    await world.a.issue(page.exam.examId, extend(10 * minute));
    world.clock.advance(minute + grace + 6 * second);
    expect(await world.b.sweep()).toBe(1);
    expect(await page.frames()).toEqual(['1 opened']);
    expect(await world.b.sweep()).toBe(0);
    world.clock.advance(10 * minute);
    await sweep();
    expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
  });

  it('[SEAL-6] and an extension at the same moment: the extension counts, or came after the seal', async () => {
    for (let round = 0; round < 8; round += 1) {
      const page = await opened();
      await page.movedTo(world.b, world).state();
      world.clock.advance(2 * minute);
      const [, issued] = await Promise.all([
        world.b.sweep(),
        world.a.issue(page.exam.examId, extend(10 * minute)),
      ]);
      if (issued.outcome !== 'committed') throw new Error('It is new.');
      const frames = await world.prisma.attemptFrame.findMany({ where: { attemptId: page.attemptId } });
      const seal = frames.find(({ kind }) => kind === 'sealed');
      // A seal that knew of the extension would have been too early.
      expect(seal?.examSeq ?? 0).toBe(0);
      expect((await page.state()).status).toBe(seal === undefined ? 'open' : 'sealed');
    }
  });

  it('[TIM-16] carries out an order although nobody is there', async () => {
    const page = await opened({ durationMs: 60 * minute });
    await world.a.issue(page.exam.examId, { kind: 'force-submit', body: { reason } });
    await sweep();
    world.clock.advance(grace + 6 * second - 1);
    await sweep();
    expect(await page.frames()).toEqual(['1 opened']);
    world.clock.advance(1);
    await sweep();
    expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
    const [submission] = await world.prisma.submission.findMany({ where: { attemptId: page.attemptId } });
    expect(submission?.reason).toBe('forced');
  });

  it('[TIM-14, SEAL-8] waits with a paused attempt until the window ends', async () => {
    const page = await opened();
    const { rules } = page.exam.content;
    await world.a.issue(page.exam.examId, { kind: 'pause', body: { reason } });
    world.clock.advance(2 * minute);
    await sweep();
    world.clock.advanceTo(rules.closesAt + grace + 6 * second - 1);
    await sweep();
    expect(await page.frames()).toEqual(['1 opened']);
    world.clock.advance(1);
    await sweep();
    expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
  });

  it('[SEAL-8, TIM-7] comes to an attempt that goes on after a pause when its time is over', async () => {
    const page = await opened();
    world.clock.advance(minute / 2);
    await world.a.issue(page.exam.examId, { kind: 'pause', body: { reason } });
    world.clock.advance(2 * minute);
    // It is put off until the window ends.
    await sweep();
    await world.b.issue(page.exam.examId, { kind: 'resume', body: { reason } });
    await sweep();
    world.clock.advance(minute / 2 + grace + 6 * second - 1);
    await sweep();
    expect(await page.frames()).toEqual(['1 opened']);
    world.clock.advance(1);
    await sweep();
    expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
  });

  it('[SEAL-9] reopens what a proctor has allowed, once, also while the candidate is away', async () => {
    const page = await opened();
    world.clock.advance(2 * minute);
    await sweep();
    await world.a.issue(page.exam.examId, { kind: 'reopen', body: { ms: 10 * minute, reason } });
    await sweep();
    expect(await page.frames()).toEqual(['1 opened', '2 sealed', '3 reopened']);
    expect(await row(page)).toMatchObject({ status: 'open' });
    expect((await page.state()).deadline.at).toBe(world.clock.now() + 10 * minute);
    world.clock.advance(11 * minute);
    await sweep();
    expect(await page.frames()).toEqual(['1 opened', '2 sealed', '3 reopened', '4 sealed']);
  });

  it('[SEAL-9, TIM-16] does not reopen what was ended again before, and lets it rest', async () => {
    const page = await opened();
    world.clock.advance(2 * minute);
    await sweep();
    await world.a.issue(page.exam.examId, { kind: 'reopen', body: { ms: 10 * minute, reason } });
    await world.b.issue(page.exam.examId, { kind: 'terminate', body: { reason } });
    await sweep();
    expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
    expect((await row(page)).status).toBe('sealed');
    expect(await sweep()).toEqual([0, 0]);
  });

  it('[SEAL-8] is not kept from the others by an attempt whose log cannot be read', async () => {
    const [broken, sound] = [await opened(), await opened()];
    await world.prisma.$executeRaw`
      INSERT INTO attempt_log (region_id, attempt_id, seq, kind, body, exam_seq, received_at, open, hash)
      SELECT region_id, attempt_id, 2, 'entered', 'not json', 0, 0, true, hash FROM attempt_log
      WHERE attempt_id = ${broken.attemptId}::uuid`;
    world.clock.advance(2 * minute);
    await world.b.sweep();
    expect(await sound.frames()).toEqual(['1 opened', '2 sealed']);
    expect(world.b.log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        detail: expect.objectContaining({ attemptId: broken.attemptId }),
      }),
    );
    // It is looked at again, but not at once.
    expect(await world.b.sweep()).toBe(0);
    await world.prisma.$executeRaw`ALTER TABLE attempt_log_pune DISABLE TRIGGER append_only`;
    await world.prisma
      .$executeRaw`DELETE FROM attempt_log_pune WHERE attempt_id = ${broken.attemptId}::uuid AND seq = 2`;
    await world.prisma.$executeRaw`ALTER TABLE attempt_log_pune ENABLE TRIGGER append_only`;
    world.clock.advance(6 * second);
    expect(await world.b.sweep()).toBe(1);
    expect(await broken.frames()).toEqual(['1 opened', '2 sealed']);
  });

  it('[SEAL-13] notices at the node that shows an attempt what another one has sealed, though it was told nothing', async () => {
    const page = await opened();
    const told: string[] = [];
    world.a.core.desk.attempts.listen({
      onFrame: ({ ref }, { kind }, source) => {
        if (ref.attemptId === page.attemptId) told.push(`${kind} ${source}`);
      },
      onCommand: () => undefined,
    });
    world.clock.advance(2 * minute);
    await world.b.sweep();
    expect(told).toEqual([]);
    await world.a.sweep();
    expect(told).toEqual(['sealed found']);
  });

  it('[SEAL-8] takes more than one round’s worth', async () => {
    const exam = await world.exam({ durationMs: minute }, { candidates: 520 });
    await Promise.all(exam.candidates.map((who) => new Page(world, world.a, exam, 'page-1', who).open()));
    world.clock.advance(2 * minute);
    expect(await world.b.sweep()).toBe(520);
    expect(await world.prisma.submission.count({ where: { examId: exam.examId } })).toBe(520);
  });
});
