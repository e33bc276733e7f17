import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../server/test/database.ts';
import { launchBrowser } from './browser.ts';
import { budgets } from './budgets/budgets.ts';
import { publishLongExam } from './budgets/hallExams.ts';
import { weighScripts } from './budgets/measure.ts';
import { CandidateAtPage } from './candidate.ts';
import { ExamHall } from './examHall.ts';

/** Sizes and widths only: times are measured by `npm run budgets`, because no test asserts a duration. */
describe('the budgets of the candidate’s page', () => {
  let hall: ExamHall;
  let browser: Browser;
  let examId: string;
  let drop = async (): Promise<void> => undefined;

  beforeAll(async () => {
    const database = await createTestDatabase();
    drop = () => database.drop();
    hall = await ExamHall.open(database.url);
    browser = await launchBrowser();
    examId = await publishLongExam(hall, 60);
  });

  afterAll(async () => {
    await browser.close();
    await hall.close();
    await drop();
  });

  it('[BUD-1] at most 120 KB of script come before the first question', async () => {
    const scripts = await weighScripts({ hall, browser }, 'teacher01', examId);
    const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
    expect(bytes, JSON.stringify(scripts)).toBeLessThanOrEqual(budgets.scriptBytes);
    expect(bytes).toBeGreaterThan(50_000);
    expect(scripts.map(({ name }) => name).join()).not.toMatch(/katex|proctor|admin|design/i);
  });

  it('[BUD-3, BUD-4] what the page will ask is asked before its own program has come', async () => {
    const context = await browser.newContext({ locale: 'mr-IN' });
    const asha = new CandidateAtPage(hall, await context.newPage(), 'teacher03', 'mr');
    await asha.signIn();
    await asha.begin(examId);
    await asha.page.close();
    const page = await context.newPage();
    const asked: string[] = [];
    const lines: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('websocket', (line) => lines.push(line.url()));
    const opened = untilSent(page, 'attempt:open');
    const early = Promise.all([
      page.waitForRequest(/\/api\/sessions\/renew$/),
      page.waitForRequest(/\/api\/exams$/),
      page.waitForResponse(/\/paper\?from=0&count=4$/),
      page.waitForEvent('websocket'),
      page.waitForRequest(/\/assets\/mr-[^/]*\.js$/),
    ]);
    await page.route('**/assets/app-*.js', async (route) => {
      await early;
      await route.continue();
    });
    // The texts have been asked for, and nothing can be drawn without them.
    await page.route('**/assets/mr-*.js', async (route) => {
      await opened;
      await route.continue();
    });
    await page.goto(`${hall.url}/exams/${examId}/sit`);
    await page.locator('#question-heading').waitFor();
    expect(asked.filter((path) => path === '/api/sessions/renew')).toHaveLength(1);
    expect(asked.filter((path) => path === '/api/exams')).toHaveLength(1);
    expect(asked.filter((path) => path.endsWith('/paper'))).toHaveLength(1);
    await page.locator('[data-save="saved"]').waitFor();
    expect(lines).toHaveLength(1);
    await context.close();
  });

  it('[BUD-2, WEB-114] every page of a candidate fits into 360 pixels, with formulas that need no program', async () => {
    const context = await browser.newContext({
      viewport: { width: budgets.narrowest, height: 740 },
      locale: 'mr-IN',
    });
    const page = await context.newPage();
    const asha = new CandidateAtPage(hall, page, 'teacher02', 'mr');
    const { texts } = asha;
    const programs: string[] = [];
    page.on('request', (request) => {
      if (/katex[^/]*\.js$/i.test(request.url())) programs.push(request.url());
    });
    let formulas = 0;
    const widths: Record<string, number> = {};
    const measure = async (name: string) => {
      widths[name] = await page.evaluate(() => document.documentElement.scrollWidth);
    };
    await page.goto(hall.url);
    await page.getByLabel(texts.signIn.username).waitFor();
    await measure('sign-in');
    await asha.signIn();
    await measure('my exams');
    await page.goto(`${hall.url}/exams/${examId}`);
    await page.getByLabel(texts.instructions.consent).waitFor();
    await measure('instructions');
    await asha.begin(examId);
    // Always the same ones: each candidate has an order of their own, and not every question has a formula.
    for (const id of (await asha.questionIds()).toSorted().slice(0, 20)) {
      await asha.goTo(id);
      await page.locator('.question-text').first().waitFor();
      await measure(`question ${id}`);
      formulas += await page.locator('.question .katex-html').count();
    }
    expect(formulas).toBeGreaterThan(10);
    expect(programs).toEqual([]);
    await asha.press(texts.buttons.submit);
    await measure('summary');
    await asha.press(texts.summary.handIn);
    await asha.press(texts.summary.confirm);
    await asha.untilReceipt();
    await page.getByLabel(texts.feedback.comment).waitFor();
    await measure('receipt');
    await page.goto(`${hall.url}/verify`);
    await page.getByRole('textbox').waitFor();
    await measure('verify');
    await context.close();
    const tooWide = Object.entries(widths).filter(([, width]) => width > budgets.narrowest);
    expect(tooWide).toEqual([]);
  });
});

/** Resolves when the page has sent this event over a WebSocket. */
async function untilSent(page: Page, event: string): Promise<void> {
  const line = await page.waitForEvent('websocket');
  await line.waitForEvent('framesent', ({ payload }) => payload.includes(`"${event}"`));
}
