import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandContent } from '../domain/command.ts';
import { answer, must, Page, startWorld, type World } from '../test/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

const text = { en: 'Question 1: read 5 for 6.' };
const said: readonly CommandContent[] = [
  { kind: 'message', body: { text } },
  { kind: 'erratum', body: { questionId: 'q1', text } },
  { kind: 'announce', body: { text } },
  { kind: 'warn', body: { text, reason: 'talking' } },
];

describe('[CMD-23] what was said to a candidate', () => {
  it('is told to a page that opens later, and comes back with what a page has shown', async () => {
    const exam = await world.exam();
    const others = { kind: 'candidates', candidateIds: ['00000000-0000-4000-8000-000000000001'] } as const;
    await world.a.issue(exam.examId, { kind: 'message', body: { text: { en: 'For others.' } } }, others);
    const ids: string[] = [];
    for (const content of said.slice(0, 3)) {
      const issued = await world.a.issue(exam.examId, content);
      if (issued.outcome !== 'conflict') ids.push(issued.command.commandId);
    }
    const page = new Page(world, world.b, exam);
    const at = world.clock.now();
    expect((await page.open()).notices).toEqual([
      { commandId: ids[0], kind: 'message', text, at, shown: false },
      { commandId: ids[1], kind: 'erratum', text, questionId: 'q1', at, shown: false },
      { commandId: ids[2], kind: 'announce', text, at, shown: false },
    ]);
    await world.a.issue(exam.examId, { kind: 'extend', body: { ms: 60_000, reason: 'a drill' } });
    await world.a.issue(exam.examId, said[3]!);
    must(await page.append(1, [{ kind: 'confirmed', commandId: ids[1], at: 1 }, answer('q1', 'A')]));
    const seen = [
      await page.state(),
      must(await page.reconnect()),
      await page.movedTo(world.a, world).state(),
    ];
    for (const { notices } of seen) {
      expect(notices?.map(({ kind, shown }) => [kind, shown])).toEqual([
        ['message', false],
        ['erratum', true],
        ['announce', false],
        ['warn', false],
      ]);
    }
  });

  it('is left out where nothing was said', async () => {
    const page = new Page(world, world.a, await world.exam());
    expect(await page.open()).not.toHaveProperty('notices');
  });
});
