import type { Browser } from 'playwright-core';
import type { Language } from '../../shared/texts/catalogues.ts';
import { CandidateAtPage } from '../candidate.ts';
import type { ExamHall } from '../examHall.ts';
import { budgets } from './budgets.ts';
import {
  interactions,
  makePoor,
  paintedAt,
  type Script,
  scriptsBeforeQuestion,
  slowSockets,
  watchForQuestion,
  watchInteractions,
} from './watch.ts';

export interface Place {
  readonly hall: ExamHall;
  readonly browser: Browser;
}

async function newCandidate(
  { hall, browser }: Place,
  username: string,
  language: Language = 'mr',
): Promise<CandidateAtPage> {
  const context = await browser.newContext({
    viewport: { width: budgets.narrowest, height: 740 },
    locale: `${language}-IN`,
  });
  await context.addInitScript(watchForQuestion);
  const page = await context.newPage();
  return new CandidateAtPage(hall, page, username, language);
}

/** All in one document, as a person does it: sign in, read the instructions, begin. */
async function walkToConsent(candidate: CandidateAtPage, examId: string): Promise<void> {
  const { page, texts } = candidate;
  await candidate.signIn();
  await page.locator(`a[href="/exams/${examId}"]`).click();
  await page.getByLabel(texts.instructions.consent).check();
}

/** What was fetched of scripts from the sign-in to the first question. */
export async function weighScripts(
  place: Place,
  username: string,
  examId: string,
): Promise<readonly Script[]> {
  const candidate = await newCandidate(place, username);
  try {
    await walkToConsent(candidate, examId);
    await candidate.press(candidate.texts.instructions.begin);
    return await scriptsBeforeQuestion(candidate.page);
  } finally {
    await candidate.page.context().close();
  }
}

/** From the press on "begin" to the first question, on a poor device whose page had time to prepare, ms. */
export async function firstQuestionPrepared(place: Place, username: string, examId: string): Promise<number> {
  const candidate = await newCandidate(place, username);
  const { page, texts } = candidate;
  try {
    await slowSockets(page);
    const sealed = page.waitForResponse((response) => response.url().includes('/papers/'));
    await walkToConsent(candidate, examId);
    await (await sealed).finished();
    await page.evaluate(() => document.fonts.ready);
    await makePoor(page);
    await page.evaluate(() => {
      addEventListener('click', () => performance.mark('begun'), { capture: true, once: true });
    });
    await candidate.press(texts.instructions.begin);
    const painted = await paintedAt(page);
    const begun = await page.evaluate(() => performance.getEntriesByName('begun')[0]?.startTime ?? 0);
    return painted - begun;
  } finally {
    await page.context().close();
  }
}

/** From the address of an exam that was begun elsewhere to its question, on a poor device that has nothing of it yet, ms. */
export async function firstQuestionCold(place: Place, username: string, examId: string): Promise<number> {
  const begun = await newCandidate(place, username);
  await walkToConsent(begun, examId);
  await begun.press(begun.texts.instructions.begin);
  await begun.untilInExam();
  const cookies = await begun.page.context().cookies();
  await begun.page.context().close();
  const { page } = await newCandidate(place, username);
  try {
    await page.context().addCookies(cookies);
    await slowSockets(page);
    await makePoor(page);
    await page.goto(`${place.hall.url}/exams/${examId}/sit`);
    return await paintedAt(page);
  } finally {
    await page.context().close();
  }
}

/** How long after each press the screen had changed (ms), in an exam of many questions, on a slow processor. */
export async function pressAround(
  place: Place,
  username: string,
  examId: string,
): Promise<readonly number[]> {
  const candidate = await newCandidate(place, username, 'en');
  const { page, texts } = candidate;
  const { buttons } = texts;
  try {
    await page.setViewportSize({ width: 1280, height: 800 });
    await walkToConsent(candidate, examId);
    await candidate.press(texts.instructions.begin);
    await candidate.untilInExam();
    await candidate.untilSaved();
    await makePoor(page);
    await page.evaluate(watchInteractions);
    for (let round = 0; round < 10; round += 1) {
      const option = page.locator('.question input[type="radio"], .question input[type="checkbox"]').first();
      if (await option.isVisible()) await option.click();
      await candidate.press(round % 2 === 0 ? buttons.saveNext : buttons.markNext);
      await page
        .locator('.exam-side [data-question]')
        .nth(round * 19)
        .click();
      await candidate.press(buttons.next);
    }
    return await interactions(page);
  } finally {
    await page.context().close();
  }
}
