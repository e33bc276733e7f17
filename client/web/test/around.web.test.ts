import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inHall } from './inHall.ts';

const place = inHall();

const section = { id: 'all', title: 'All', select: { count: 12 }, marks: { correct: '1', wrong: '0' } };

/** An exam that opens soon, or that is open. */
function publish(opensInMs: number): Promise<string> {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  return place.hall.publish({
    title: `Around ${crypto.randomUUID()}`,
    durationMinutes: 30,
    window: { opensAt: at(opensInMs), closesAt: at(3_600_000) },
    sections: [section],
  });
}

/** Names of the requests that the page sends over its socket. */
function requestsOf(page: Page): string[] {
  const sent: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const name = /^42\/candidate,\d*\["([^"]+)"/.exec(String(payload))?.[1];
      if (name !== undefined) sent.push(name);
    }),
  );
  return sent;
}

const shown = (page: Page) => page.locator('.question-text').innerText();

describe('around the exam', () => {
  it('[WEB-100, WEB-104] waits for the opening with the paper sealed, and begins without a stream', async () => {
    const examId = await publish(8_000);
    const asha = await place.candidate('teacher01');
    const { page, texts } = asha;
    await asha.signIn();
    const sealed = page.waitForResponse((response) => response.url().includes('/papers/'));
    const sent = requestsOf(page);
    await page.goto(`${place.hall.url}/exams/${examId}`);
    await asha.heading(texts.waiting.title).waitFor();
    expect((await sealed).headers()['cache-control']).toContain('immutable');
    expect(await asha.button(texts.instructions.begin).count()).toBe(0);
    await page.getByLabel(texts.instructions.consent).check();
    await asha.press(texts.instructions.begin);
    await asha.untilInExam();
    expect(await asha.questionIds()).toHaveLength(12);
    await page.locator('.question-text').first().waitFor();
    expect(sent).toContain('attempt:open');
    expect(sent).not.toContain('paper:stream');
  });

  it('[WEB-104] streams what was damaged on the way, and the candidate sees the same', async () => {
    const examId = await publish(-60_000);
    const asha = await place.candidate('teacher02');
    const { page, texts } = asha;
    await page.route('**/papers/*.bin', async (route) => {
      const response = await route.fetch();
      const body = Buffer.from(await response.body());
      body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
      await route.fulfill({ response, body });
    });
    await asha.signIn();
    const damaged = page.waitForResponse((response) => response.url().includes('/papers/'));
    const sent = requestsOf(page);
    await page.goto(`${place.hall.url}/exams/${examId}`);
    await damaged;
    await page.getByLabel(texts.instructions.consent).check();
    await asha.press(texts.instructions.begin);
    await asha.untilInExam();
    const before = await shown(page);
    expect(sent).toContain('paper:stream');
    await page.reload();
    await asha.untilInExam();
    expect(await shown(page)).toBe(before);
  });

  it('[WEB-26, WEB-102] checks the device, and says what to do where something is amiss', async () => {
    const examId = await publish(-60_000);
    const asha = await place.candidate('teacher03');
    const { page, texts } = asha;
    await asha.signIn();
    await page.goto(`${place.hall.url}/exams/${examId}`);
    await page.getByText(texts.checks.ready).waitFor();
    await page.getByText(texts.instructions.storageGood).waitFor();
    // As in a private window of Firefox or Safari.
    await page.evaluate(() => {
      StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('', 'SecurityError'));
    });
    await asha.press(texts.checks.again);
    await page.getByText(texts.instructions.storageText).waitFor();
    await page.route('**/healthz', (route) => route.abort());
    await asha.press(texts.checks.again);
    await page.getByText(texts.checks.connectionNone).waitFor();
    await page.getByText(texts.checks.notReady).waitFor();
  });

  it.each([
    ['en', 360],
    ['hi', 360],
    ['mr', 360],
    ['en', 1280],
  ] as const)(
    '[WEB-126] what the device check finds moves no button away under a press: %s, %i px',
    async (language, width) => {
      const examId = await publish(-60_000);
      const asha = await place.candidate('teacher05', {
        language,
        width,
        flaw: () => {
          const found = Promise.withResolvers<void>();
          Object.assign(globalThis, { letFind: found.resolve });
          const { fetch } = globalThis;
          globalThis.fetch = async (input, init) => {
            if (String(input).endsWith('/healthz')) await found.promise;
            return fetch(input, init);
          };
          const { getDirectory } = StorageManager.prototype;
          StorageManager.prototype.getDirectory = async function getLate() {
            await found.promise;
            return getDirectory.call(this);
          };
        },
      });
      const { page, texts } = asha;
      await asha.signIn();
      await page.goto(`${place.hall.url}/exams/${examId}`);
      await page.getByLabel(texts.instructions.consent).check();
      await asha.button(texts.instructions.begin).hover({ position: { x: 20, y: 3 } });
      await page.mouse.down();
      await page.evaluate('letFind()');
      await page.getByText(texts.checks.ready).waitFor();
      await page.mouse.up();
      await asha.untilInExam();
    },
  );

  it('[WEB-103, WEB-120] asks after the receipt how it was, once', async () => {
    const examId = await publish(-60_000);
    const asha = await place.candidate('teacher04', { language: 'mr', width: 360 });
    const { page, texts } = asha;
    await asha.signIn();
    await asha.begin(examId);
    await asha.handIn();
    await asha.untilReceipt();
    await asha.press(texts.feedback.send);
    await page.getByText(texts.feedback.empty).waitFor();
    const time = page.getByRole('group', { name: 'वेळ पुरेसा होता.' });
    await time.getByRole('radio').nth(3).check();
    await page.getByRole('group', { name: 'परीक्षा केंद्र शांत' }).getByRole('radio').last().check();
    await page.getByLabel(texts.feedback.comment).fill('छान होती 👍');
    await asha.press(texts.feedback.send);
    await page.getByText(texts.feedback.thanks).waitFor();
    await page.locator('#main:focus').waitFor();
    const stored = await place.hall.prisma.feedback.findMany({ where: { examId } });
    expect(stored).toMatchObject([
      {
        ratings: [
          { itemId: 'time', rating: 4 },
          { itemId: 'centre', rating: null },
        ],
        comment: 'छान होती 👍',
      },
    ]);
    await page.goto(`${place.hall.url}/exams/${examId}/receipt`);
    await page.getByText(texts.feedback.thanks).waitFor();
    expect(await asha.button(texts.feedback.send).count()).toBe(0);
  });
});
