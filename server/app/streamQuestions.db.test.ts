import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, must, Page, startWorld, type World } from '../test/world.ts';

let world: World;
const minute = 60_000;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  const { violations } = await world.report();
  await world.stop();
  expect(violations).toEqual([]);
});

async function stream(page: Page, from = 0, count = 100) {
  const { attemptId, who } = page;
  const chunk = must(await page.node.useCases.streamQuestions(who, { attemptId, from, count }));
  return { from: chunk.from, ids: chunk.questions.map(({ id }) => id) };
}

it('[TIM-13] every question of an exam with free sections can be had, in the candidate’s order', async () => {
  const page = new Page(world, world.a, await world.exam());
  const { paper } = await page.open();
  const order = paper.sections.flatMap(({ questionIds }) => questionIds);
  expect(await stream(page)).toEqual({ from: 0, ids: order });
  expect(await stream(page.movedTo(world.b, world), 2, 3)).toEqual({ from: 2, ids: order.slice(2, 5) });
  expect(await stream(page, order.length, 5)).toEqual({ from: order.length, ids: [] });
});

describe('[TIM-13] questions of a locked section', () => {
  const locked = { navigation: 'locked' } as const;

  it('do not leave the server before it opens, nor after it has closed', async () => {
    const page = new Page(world, world.a, await world.exam(locked));
    const { paper } = await page.open();
    const [first = [], second = []] = paper.sections.map(({ questionIds }) => questionIds);
    expect(paper.sections.map(({ state }) => state)).toEqual(['open', 'locked']);
    expect(await stream(page)).toEqual({ from: 0, ids: first });
    expect(await stream(page, 4, 5)).toEqual({ from: 4, ids: [] });
    world.clock.advance(30 * minute - 1);
    expect((await stream(page)).ids).toEqual(first);
    world.clock.advance(1);
    expect(await stream(page)).toEqual({ from: first.length, ids: second });
  });

  it('[TIM-11] can be had as soon as the candidate has entered it early', async () => {
    const page = new Page(world, world.a, await world.exam(locked));
    const { paper } = await page.open();
    must(await page.append(1, [{ kind: 'section', sectionId: 's2', at: 0 }, answer('q6', true)]));
    expect((await stream(page)).ids).toEqual(paper.sections[1]?.questionIds);
    const { sections } = (await page.state()).paper;
    expect(sections.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  it('[TIM-7] stay behind while the clock stands in a pause', async () => {
    const page = new Page(world, world.a, await world.exam(locked));
    const { paper } = await page.open();
    world.clock.advance(10 * minute);
    await world.a.issue(page.exam.examId, { kind: 'pause', body: { reason: 'no power' } });
    world.clock.advance(25 * minute);
    expect((await stream(page)).ids).toEqual(paper.sections[0]?.questionIds);
    const { sections } = (await page.state()).paper;
    expect(sections.map(({ state }) => state)).toEqual(['open', 'locked']);
  });
});
