import { describe, expect, it } from 'vitest';
import { type Answers, answerSomehow } from './answers.ts';
import { MortalBrowser } from './browser.ts';
import { CandidateAtPage } from './candidate.ts';
import { demoQuestions } from './demoQuestions.ts';
import { inHall } from './inHall.ts';

const questions = demoQuestions.filter(({ type }) => type === 'single').slice(0, 12);

/** Answers these one after the other; returns what the database should hold in the end. */
async function answerAll(candidate: CandidateAtPage, chosen: typeof questions): Promise<Answers> {
  const given: Record<string, { value: unknown; marked: boolean }> = {};
  for (const question of chosen) {
    await candidate.goTo(question.id);
    given[question.id] = { value: await answerSomehow(candidate, question), marked: false };
  }
  return given;
}

describe('interruptions', () => {
  const test = inHall();

  it('[WEB-1, WEB-16] the server is killed: the page never says more than the database holds, and all flows in', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher01');
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    let expected: Answers = {};
    let killed: Promise<void> | null = null;
    let sawUnsaved = false;
    for (const [index, question] of questions.entries()) {
      if (index === 4) killed = hall.kill();
      if (index === 9) await killed?.then(() => hall.start());
      expected = { ...expected, ...(await answerAll(candidate, [question])) };
      if ((await candidate.saveState()) === 'saved') {
        expect((await hall.stored('teacher01', hall.demoExamId))?.answers).toEqual(expected);
      } else {
        sawUnsaved = true;
      }
    }
    expect(sawUnsaved).toBe(true);
    await candidate.untilSaved();
    expect((await hall.stored('teacher01', hall.demoExamId))?.answers).toEqual(expected);
  });

  it('[WEB-16, WEB-29, WEB-125] the server is killed at the hand-in: it is handed in once, when the server is back', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher02');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    const expected = await answerAll(candidate, questions.slice(0, 2));
    await candidate.untilSaved();
    await hall.kill();
    const more = await answerAll(candidate, questions.slice(2, 4));
    await candidate.handIn();
    await page.locator('h2:focus', { hasText: texts.handingIn.title }).waitFor();
    await page.getByText(texts.handingIn.waitingOffline).waitFor();
    expect((await hall.stored('teacher02', hall.demoExamId))?.seals).toBe(0);
    await hall.start();
    await candidate.untilReceipt();
    expect(await hall.stored('teacher02', hall.demoExamId)).toMatchObject({
      status: 'sealed',
      seals: 1,
      answers: { ...expected, ...more },
    });
  });

  it('[WEB-17] the browser is killed: the same question, with every answer, also those the server had not got', async () => {
    const { hall } = test;
    const profile = await MortalBrowser.newProfile();
    let browser = await MortalBrowser.launch(profile);
    const before = new CandidateAtPage(hall, await browser.newPage(), 'teacher03');
    await before.signIn();
    await before.begin(hall.demoExamId);
    const saved = await answerAll(before, questions.slice(0, 3));
    await before.untilSaved();
    await hall.kill();
    const unsaved = await answerAll(before, questions.slice(3, 6));
    await before.page.locator('[data-save="on-device"]').waitFor();
    expect((await hall.stored('teacher03', hall.demoExamId))?.answers).toEqual(saved);
    await browser.kill();
    await hall.start();

    browser = await MortalBrowser.launch(profile);
    const after = new CandidateAtPage(hall, await browser.newPage(), 'teacher03');
    const { page, texts } = after;
    await page.goto(hall.url);
    const link = page.getByRole('link', { name: texts.myExams.goOn });
    const signIn = after.button(texts.signIn.submit);
    await link.or(signIn).first().waitFor();
    if (await signIn.isVisible()) {
      await after.fillSignIn(hall.passwordOf('teacher03'));
      await signIn.click();
    }
    await link.click();
    await after.untilInExam();
    const last = questions[5]?.id ?? '';
    await page.locator(`.exam-side [data-question="${last}"][aria-current]`).waitFor({ state: 'attached' });
    await after.untilSaved();
    for (const id of Object.keys({ ...saved, ...unsaved })) await after.untilPalette(id, 'answered');
    expect(await hall.stored('teacher03', hall.demoExamId)).toMatchObject({
      answers: { ...saved, ...unsaved },
      current: last,
      epochs: 2,
      late: [],
    });
    await browser.discard();
  });

  it('[WEB-90] five minutes without a network, 20 answers, the browser killed and opened again: everything is in', async () => {
    const { hall } = test;
    const username = 'teacher06';
    const profile = await MortalBrowser.newProfile();
    let browser = await MortalBrowser.launch(profile);
    const page = await browser.newPage();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.clock.install();
    const before = new CandidateAtPage(hall, page, username);
    await before.signIn();
    await before.begin(hall.demoExamId);
    await before.untilSaved();
    await page.waitForLoadState('networkidle');
    await browser.context.setOffline(true);
    const singles = demoQuestions.filter(({ type }) => type === 'single').slice(0, 20);
    const first = await answerAll(before, singles.slice(0, 10));
    await page.clock.fastForward('05:00');
    const given = { ...first, ...(await answerAll(before, singles.slice(10))) };
    await page.getByText(before.texts.save.offlineText).waitFor();
    await page.locator('[data-save="on-device"]').waitFor();
    expect((await hall.stored(username, hall.demoExamId))?.answers).toEqual({});
    await browser.kill();

    browser = await MortalBrowser.launch(profile);
    const after = new CandidateAtPage(hall, await browser.newPage(), username);
    await after.page.goto(`${hall.url}/exams/${hall.demoExamId}/sit`);
    const signIn = after.button(after.texts.signIn.submit);
    await signIn.or(after.page.locator('#question-heading')).first().waitFor();
    if (await signIn.isVisible()) {
      await after.fillSignIn(hall.passwordOf(username));
      await signIn.click();
    }
    await after.untilInExam();
    await after.untilSaved();
    expect(await hall.stored(username, hall.demoExamId)).toMatchObject({
      answers: given,
      epochs: 2,
      late: [],
    });
    await browser.discard();
  });

  it('[WEB-18] the network is away: the exam goes on, in every language, and all flows in', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher04');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    const saved = await answerAll(candidate, questions.slice(0, 1));
    await candidate.untilSaved();
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    const offline = await answerAll(candidate, [
      ...demoQuestions.filter(({ type }) => type !== 'single'),
      ...questions.slice(1, 4),
    ]);
    await page.getByText(texts.save.offlineText).waitFor();
    expect(await candidate.saveState()).toBe('on-device');
    await page.getByLabel(texts.common.interfaceLanguage, { exact: true }).selectOption('mr');
    await page.getByText('फक्त या उपकरणावर').first().waitFor();
    expect((await hall.stored('teacher04', hall.demoExamId))?.answers).toEqual(saved);
    await page.context().setOffline(false);
    await page.locator('[data-save="saved"]').waitFor();
    expect((await hall.stored('teacher04', hall.demoExamId))?.answers).toEqual({ ...saved, ...offline });
  });

  it('[WEB-23] the sign-in ends: the password is asked for in place, and nothing is lost', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher05');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    const saved = await answerAll(candidate, questions.slice(0, 1));
    await candidate.untilSaved();
    await hall.endSignIns('teacher05');
    await page.getByText(texts.signInAgain.title).waitFor();
    const meanwhile = await answerAll(candidate, questions.slice(1, 3));
    await page.locator('[data-save="on-device"]').waitFor();
    expect((await hall.stored('teacher05', hall.demoExamId))?.answers).toEqual(saved);

    await page.getByLabel(texts.signIn.password, { exact: true }).fill('wrong');
    await candidate.press(texts.signIn.submit);
    await page.getByText(texts.errors['bad-credentials']).waitFor();
    await page.getByLabel(texts.signIn.password, { exact: true }).fill(hall.passwordOf('teacher05'));
    await candidate.press(texts.signIn.submit);
    await candidate.untilSaved();
    await page.getByText(texts.signInAgain.title).waitFor({ state: 'detached' });
    expect(await hall.stored('teacher05', hall.demoExamId)).toMatchObject({
      answers: { ...saved, ...meanwhile },
      epochs: 1,
    });
  });
});
