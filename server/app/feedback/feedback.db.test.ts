import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedbackForm } from '../../domain/content.ts';
import type { FeedbackRequest } from '../../protocol/feedbackForm.ts';
import { claimsOf, everyType, publishExam, rulesAt } from '../../test/exams.ts';
import { codeOf, must, Page, startWorld, type World } from '../../test/world.ts';

const asked: FeedbackForm = {
  items: [
    { id: 'time', text: { en: 'The time was enough.' } },
    { id: 'screen', text: { en: 'The screen was clear.' } },
  ],
  freeText: false,
};

describe('[FBK-1, FBK-2] feedback', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(() => world.stop());

  /** An attempt at an exam that asks `form`; handed in unless said otherwise. */
  async function attempt(form?: FeedbackForm, isHandedIn = true) {
    const content = {
      ...everyType(rulesAt(world.clock.now())),
      ...(form && { feedback: form }),
    };
    const page = new Page(world, world.a, await publishExam(world.a.prisma, { content }));
    await page.open();
    if (isHandedIn) must(await page.seal(0));
    return {
      page,
      give: (request: FeedbackRequest, node = world.a) =>
        node.useCases.giveFeedback(page.who, page.attemptId, request),
      form: () => world.b.useCases.feedbackForm(page.who, page.attemptId),
      stored: () => world.a.prisma.feedback.findMany({ where: { attemptId: page.attemptId } }),
    };
  }

  it('[FBK-1] is taken after the hand-in only', async () => {
    const { page, give, stored } = await attempt(asked, false);
    const request = { ratings: [{ itemId: 'time', rating: 4 }] };
    expect(codeOf(await give(request))).toBe('not-sealed');
    expect(await stored()).toEqual([]);
    must(await page.seal(0));
    expect(codeOf(await give(request))).toBe('ok');
    expect(await stored()).toMatchObject([
      { examId: page.exam.examId, ratings: request.ratings, comment: null },
    ]);
  });

  it('[FBK-1] on somebody else’s attempt is answered like one on none', async () => {
    const { page } = await attempt();
    const stranger = claimsOf(crypto.randomUUID());
    const { useCases } = world.a;
    expect(codeOf(await useCases.giveFeedback(stranger, page.attemptId, { ratings: [] }))).toBe('not-found');
    expect(codeOf(await useCases.feedbackForm(stranger, page.attemptId))).toBe('not-found');
    expect(codeOf(await useCases.feedbackForm(stranger, 'no-attempt'))).toBe('not-found');
  });

  it('[FBK-2] given twice at once on two nodes is kept once, and both hear the same', async () => {
    const { give, form, stored } = await attempt();
    expect(must(await form()).given).toBe(false);
    const ratings = [
      { itemId: 'time', rating: 5 },
      { itemId: 'screen', rating: null },
    ];
    const [first, second] = await Promise.all([
      give({ ratings, comment: 'सोपे होते. ' }),
      give({ ratings: ratings.toReversed(), comment: ' सोपे होते.' }, world.b),
    ]);
    expect(must(first)).toEqual(must(second));
    expect(must(await give({ ratings, comment: 'सोपे होते.' }))).toEqual(must(first));
    expect(await stored()).toHaveLength(1);
    expect(must(await form()).given).toBe(true);
  });

  it('[FBK-2] that differs from what was given before is refused and changes nothing', async () => {
    const { give, stored } = await attempt();
    const ratings = [{ itemId: 'time', rating: 5 }];
    must(await give({ ratings }));
    expect(codeOf(await give({ ratings: [{ itemId: 'time', rating: 1 }] }))).toBe('feedback-given');
    expect(codeOf(await give({ ratings, comment: 'And one thing more' }))).toBe('feedback-given');
    expect(await stored()).toMatchObject([{ ratings, comment: null }]);
  });

  it('[FBK-4] about what the exam does not ask is refused', async () => {
    const { give, stored } = await attempt(asked);
    const refusals = [
      { ratings: [{ itemId: 'centre', rating: 3 }] },
      {
        ratings: [
          { itemId: 'time', rating: 3 },
          { itemId: 'time', rating: 4 },
        ],
      },
      { ratings: [], comment: 'Nobody has asked' },
    ];
    for (const request of refusals) expect(codeOf(await give(request))).toBe('malformed');
    expect(await stored()).toEqual([]);
    expect(codeOf(await give({ ratings: [], comment: '  ' }))).toBe('ok');
  });

  it('[FBK-5] asks what the exam’s file says, or the usual ten', async () => {
    expect(must(await (await attempt(asked)).form())).toEqual({ ...asked, given: false });
    const usual = must(await (await attempt()).form());
    expect(usual.items).toHaveLength(10);
    expect(usual.freeText).toBe(true);
    for (const { text } of usual.items) expect(Object.keys(text)).toEqual(['en', 'hi', 'mr']);
  });
});
