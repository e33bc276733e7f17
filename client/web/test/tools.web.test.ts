import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoQuestion, demoQuestions } from './demoQuestions.ts';
import { inHall } from './inHall.ts';

const numerical = demoQuestion('numerical');
const single = demoQuestion('single');
const withPicture = demoQuestions.find(({ images }) => images !== undefined) ?? single;
const marks = { correct: '1', wrong: '0' };

describe('tools of the exam screen', () => {
  const test = inHall();

  it('[WEB-13, WEB-70, WEB-72, WEB-73, WEB-124] the calculator beside the question, and number keys that answer it, up to a reload', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher01', { width: 360 });
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(numerical.id);
    await candidate.press(texts.tools.calculator);
    const calculator = page.getByRole('dialog', { name: texts.calculator.title });
    await calculator.getByRole('textbox').pressSequentially('१२÷(');
    await calculator.getByRole('button', { name: '8', exact: true }).click();
    await calculator.getByRole('button', { name: texts.calculator.equals }).click();
    await calculator.getByText('= 1.5', { exact: true }).waitFor();
    const sum = calculator.getByRole('textbox');
    await sum.fill('12+34');
    await sum.press('Home');
    await sum.pressSequentially('७८');
    expect(await sum.inputValue()).toBe('७८12+34');
    await turn(page);
    expect(await sum.inputValue()).toBe('७८12+34');
    await sum.fill('1÷0');
    await page.keyboard.press('Enter');
    await calculator.getByText(texts.calculator.problems['division-by-zero']).waitFor();
    await page.keyboard.press('Escape');
    await calculator.waitFor({ state: 'detached' });
    await candidate.untilPalette(numerical.id, 'not-answered');
    await candidate.press(texts.help.report);
    const report = page.getByRole('textbox', { name: texts.help.reportLabel });
    await report.fill('The picture is');
    await turn(page);
    expect(await report.inputValue()).toBe('The picture is');
    await page.keyboard.press('Escape');
    await page.locator('#main:focus').waitFor();

    for (const key of ['1', '2', texts.keypad.point, '5', '5', texts.keypad.back, texts.keypad.sign]) {
      await page.locator('.keypad').getByRole('button', { name: key, exact: true }).click();
    }
    const field = page.getByRole('textbox', { name: texts.exam.yourAnswer });
    expect(await field.inputValue()).toBe('-12.5');
    expect(await field.getAttribute('inputmode')).toBe('none');
    await candidate.untilSaved();
    expect((await hall.stored('teacher01', hall.demoExamId))?.answers[numerical.id]?.value).toBe('-12.5');

    page.on('dialog', (dialog) => void dialog.accept());
    await field.fill('7.25');
    await page.reload();
    await candidate.untilInExam();
    await candidate.untilSaved();
    expect((await hall.stored('teacher01', hall.demoExamId))?.answers[numerical.id]?.value).toBe('7.25');
  });

  it('[WEB-70] an exam without aids has none, by button or by key', async () => {
    const { hall } = test;
    const examId = await hall.publish({
      title: 'Without aids',
      durationMinutes: 20,
      sections: [{ id: 's', title: 'S', select: { ids: [numerical.id] }, marks }],
      candidates: ['teacher02'],
    });
    const candidate = await test.candidate('teacher02');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(examId);
    await candidate.button(texts.tools.overview).waitFor();
    expect(await candidate.button(texts.tools.calculator).count()).toBe(0);
    expect(await page.locator('.keypad').count()).toBe(0);
    await page.keyboard.press('c');
    await page.keyboard.press('?');
    await candidate.heading(texts.shortcuts.title).waitFor();
    expect(await page.getByText(texts.shortcuts.actions.calculator, { exact: true }).count()).toBe(0);
    expect(await page.locator('.calculator').count()).toBe(0);
  });

  it('[WEB-74, WEB-120, WEB-121] letters move and tell, change no answer, and are silent when turned off', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher03');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    const [first = '', second = ''] = await candidate.questionIds();
    const isAt = (id: string) => page.locator(`.exam-side [data-question="${id}"][aria-current]`).waitFor();
    await page.evaluate(pressBeforePaint, ['n', 'n', 'p', 'p', 'm']);
    await isAt(first);
    await page.locator(`.exam-side [data-question="${first}"][data-state="marked"]`).waitFor();
    await candidate.press(texts.exam.unmark);
    await page.locator('#main:focus').waitFor();
    await candidate.press(texts.buttons.submit);
    await candidate.press(texts.summary.back);
    await page.locator('#question-heading:focus').waitFor();
    await page.evaluate(pressBeforePaint, ['n', 'p', 'n']);
    await isAt(second);
    await page.keyboard.press('p');
    await isAt(first);
    const focused = await candidate.button(texts.buttons.next).evaluate(async (button: HTMLElement) => {
      button.focus();
      button.click();
      for (let turns = 0; turns < 9; turns += 1) await null;
      return document.activeElement?.id;
    });
    expect(focused).toBe('question-heading');
    await page.keyboard.press('p');
    await isAt(first);
    await page.keyboard.press('+');
    await page.locator('html[data-text-size="125"]').waitFor();
    await page.keyboard.press('t');
    await page.locator('[aria-live="assertive"]', { hasText: '1 hour' }).waitFor({ state: 'attached' });
    await candidate.goTo(numerical.id);
    expect(await page.getByRole('textbox').evaluate((field: HTMLInputElement) => field.spellcheck)).toBe(
      false,
    );
    await page.getByRole('textbox').pressSequentially('n?');
    await isAt(numerical.id);
    expect(await page.locator('dialog').count()).toBe(0);
    await candidate.press(texts.buttons.clear);
    await candidate.press(texts.tools.shortcuts);
    await page.getByLabel(texts.display.shortcuts).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.keyboard.press('?');
    await isAt(numerical.id);
    expect(await page.locator('dialog').count()).toBe(0);
    await candidate.untilSaved();
    const answers = (await hall.stored('teacher03', hall.demoExamId))?.answers ?? {};
    expect(Object.values(answers).filter(({ value }) => value !== null)).toEqual([]);
  });

  it('[WEB-75, WEB-82] the whole paper is read by state, and a question is reached from there', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher04');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(single.id);
    await page.locator('.answer-form input').first().check();
    await candidate.press(texts.tools.overview);
    const overview = page.getByRole('dialog', { name: texts.tools.overview });
    await overview.getByText(single.text?.['en'] ?? '', { exact: true }).waitFor();
    expect(await overview.getByRole('listitem').count()).toBe(demoQuestions.length);
    await overview.locator('.overview-item button').last().focus();
    await overview.getByLabel(texts.tools.show).evaluate((select: HTMLSelectElement) => {
      select.value = 'answered';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await overview.locator('h2:focus').waitFor();
    expect(await overview.getByRole('listitem').count()).toBe(1);
    await overview.getByLabel(texts.tools.show).selectOption(texts.tools.all);
    await overview.locator('.overview-item button').last().click();
    const last = (await candidate.questionIds()).at(-1) ?? '';
    await page.locator(`.exam-side [data-question="${last}"][aria-current]`).waitFor();
  });

  it('[WEB-76] a picture is enlarged in place, and scrolls by itself', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher05', { width: 360 });
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(withPicture.id);
    await candidate.press(texts.tools.enlarge);
    const viewer = page.getByRole('dialog', { name: texts.tools.picture });
    const width = async () => (await viewer.getByRole('img').boundingBox())?.width ?? 0;
    const before = await width();
    await viewer.getByRole('button', { name: texts.tools.larger }).click();
    await viewer.getByRole('button', { name: texts.tools.larger }).click();
    await viewer.getByLabel(texts.tools.pictureAt(200)).waitFor();
    expect(await width()).toBeCloseTo(before * 2, -1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.keyboard.press('Escape');
    await candidate.button(texts.buttons.saveNext).waitFor();
  });

  it('[WEB-31, WEB-71] colours and size are chosen once, kept, and follow the system until then', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher06');
    const { page, texts } = candidate;
    const root = page.locator('html');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(hall.url);
    await candidate.button(texts.signIn.submit).waitFor();
    expect(await root.getAttribute('data-theme')).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light', contrast: 'more' });
    await page.locator('html[data-theme="contrast-light"]').waitFor();
    await candidate.press(texts.display.title);
    await page.getByLabel(texts.display.themes['contrast-dark']).check();
    await page.getByLabel('150 %').check();
    await page.keyboard.press('Escape');
    const language = page.locator('.page-header select');
    await language.focus();
    for (const tag of ['hi', 'en']) {
      const title = await page.title();
      await language.selectOption(tag);
      await page.waitForFunction((before) => document.title !== before, title);
      expect(await language.evaluate((select) => select === document.activeElement)).toBe(true);
    }
    await page.reload();
    await page.locator('html[data-theme="contrast-dark"][data-text-size="150"]').waitFor();
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
    expect(await root.getAttribute('data-theme')).toBe('contrast-dark');
  });

  it('[WEB-92] in forced colours the five states differ, and the focus is seen on the current question too', async () => {
    const candidate = await test.candidate('teacher07');
    const { page, texts } = candidate;
    await page.emulateMedia({ forcedColors: 'active' });
    await page.goto(`${test.hall.url}/practice`);
    await candidate.press(texts.practice.start);
    await candidate.untilInExam();
    const looks = await page.locator('.exam-side .legend .palette-sign').evaluateAll((signs) =>
      signs.map((sign) => {
        const { borderStyle, borderRadius, backgroundColor } = getComputedStyle(sign);
        return [borderStyle, borderRadius, backgroundColor, getComputedStyle(sign, '::after').content].join();
      }),
    );
    expect(new Set(looks).size, looks.join('\n')).toBe(5);
    const current = page.locator('.exam-side [data-question][aria-current]');
    const outline = () => current.evaluate((cell) => getComputedStyle(cell).outline);
    const before = await outline();
    await page.keyboard.press('Tab');
    await current.focus();
    expect(await outline()).not.toBe(before);
  });
});

/** As a tablet is, once and back. */
async function turn(page: Page): Promise<void> {
  for (const size of [
    { width: 800, height: 360 },
    { width: 360, height: 800 },
  ]) {
    await page.setViewportSize(size);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Runs in the page: presses faster than any screen is painted. */
async function pressBeforePaint(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    for (let turns = 0; turns < 9; turns += 1) await null;
  }
}
