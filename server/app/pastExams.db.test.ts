import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, must, Page, startWorld, type World } from '../test/world.ts';
import { letGoOfPastExams, type PastExams } from './pastExams.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const reason = 'as decided';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

describe('[OPS-43] an exam that is long over', () => {
  async function sat() {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    must(await page.append(1, [answer('q1', 'A')]));
    const { follower, desk } = world.a.core;
    const { closesAt, graceMs } = page.exam.content.rules;
    const gone: string[] = [];
    const clean = (more: Partial<PastExams> = {}) =>
      letGoOfPastExams({
        ...{ follower, hosted: desk.attempts.hosted, exams: desk.exams, clock: world.clock },
        isWatched: () => false,
        letGo: (examId) => gone.push(examId),
        ...more,
      });
    const isKept = () => follower.followed.includes(page.exam.examId);
    return { page, clean, gone, isKept, keptUntil: closesAt + graceMs + day };
  }

  it('is let go of a day after its window and grace, and read again when somebody asks', async () => {
    const { page, clean, gone, isKept, keptUntil } = await sat();
    world.clock.advanceTo(keptUntil);
    await clean();
    expect(isKept()).toBe(true);
    world.clock.advance(1);
    await clean();
    expect([isKept(), gone]).toEqual([false, [page.exam.examId]]);
    expect(world.a.core.desk.attempts.hosted.find(page.attemptId)).toBeUndefined();
    await world.b.issue(page.exam.examId, { kind: 'message', body: { text: { en: 'Thank you.' } } });
    expect((await page.state()).answers['q1']).toMatchObject({ value: 'A' });
    await world.a.issue(page.exam.examId, { kind: 'reopen', body: { ms: minute, reason } });
    expect(world.a.core.follower.known(page.exam.examId).map(({ kind }) => kind)).toEqual([
      'message',
      'reopen',
    ]);
  });

  it('stays while a page shows it, or a proctor watches it', async () => {
    const { page, clean, isKept, keptUntil } = await sat();
    world.clock.advanceTo(keptUntil + 1);
    await clean({ isWatched: () => true });
    expect(isKept()).toBe(true);
    world.a.useCases.attend(page.attemptId);
    await clean();
    expect(isKept()).toBe(true);
    world.a.useCases.leave(page.attemptId);
    await clean();
    expect(isKept()).toBe(false);
  });
});
