import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CutLine } from './cutLine.ts';
import { demoQuestion, demoQuestions } from './demoQuestions.ts';
import { inHall } from './inHall.ts';
import { Keyboard } from './keyboard.ts';
import { cutTexts, spaceTexts } from './textSpacing.ts';

const types = ['single', 'multiple', 'numerical', 'matrix', 'assertion-reason', 'true-false', 'short-text'];
const questions = types.map((type) => demoQuestion(type));
const marks = { correct: '1', wrong: '0' };

describe('without a mouse, with eyes that need more, with a screen reader', () => {
  const test = inHall();

  it('[WEB-81] a whole exam is sat by keyboard alone, and the focus is in sight at every step', async () => {
    const { hall } = test;
    const username = 'teacher01';
    const examId = await hall.publish({
      title: 'By keyboard',
      durationMinutes: 30,
      tools: { calculator: 'basic', keypad: true },
      sections: [
        { id: 'a', title: 'Alpha', select: { ids: questions.slice(0, 4).map(({ id }) => id) }, marks },
        { id: 'b', title: 'Beta', select: { ids: questions.slice(4).map(({ id }) => id) }, marks },
      ],
      candidates: [username],
    });
    const candidate = await test.candidate(username);
    const { page, texts } = candidate;
    const keys = new Keyboard(page);
    const form = page.locator('.answer-form');
    await page.goto(`${hall.url}/exams/${examId}`);
    await keys.goTo(page.getByLabel(texts.signIn.username));
    await keys.type(username);
    await keys.goTo(page.getByLabel(texts.signIn.password, { exact: true }));
    await keys.type(hall.passwordOf(username));
    await keys.press('Enter');
    await keys.use(page.getByLabel(texts.instructions.consent), 'Space');
    await keys.use(candidate.button(texts.instructions.begin));
    await candidate.untilInExam();

    for (const id of await candidate.questionIds()) {
      await page.locator(`.exam-side [data-question="${id}"][aria-current]`).waitFor();
      const type = demoQuestions.find((question) => question.id === id)?.type;
      if (type === 'numerical' || type === 'short-text') {
        await keys.goTo(form.getByRole('textbox'));
        await keys.type('7');
      } else {
        await keys.goTo(form.locator('input'));
        await keys.press('Space');
      }
      await keys.use(candidate.button(texts.buttons.saveNext));
    }
    await candidate.heading(texts.summary.title).waitFor();
    await keys.use(candidate.button(texts.summary.handIn));
    await keys.use(candidate.button(texts.summary.confirm));
    await candidate.untilReceipt();
    await keys.use(candidate.button(texts.receipt.verify));
    await page.getByText(texts.receipt.valid).waitFor();
    expect(keys.hidden).toEqual([]);
    const stored = await hall.stored(username, examId);
    expect(stored).toMatchObject({ status: 'sealed', seals: 1 });
    expect(Object.keys(stored?.answers ?? {}).toSorted()).toEqual(questions.map(({ id }) => id).toSorted());
  });

  it('[WEB-82] a dialog holds the focus, and gives it back to what opened it', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher02');
    const { page, texts } = candidate;
    const keys = new Keyboard(page);
    await page.goto(`${hall.url}/practice`);
    await candidate.press(texts.practice.start);
    await candidate.untilInExam();
    for (const opener of [texts.tools.overview, texts.tools.shortcuts, texts.display.title]) {
      await keys.use(candidate.button(opener));
      const dialog = page.locator('dialog[open]');
      await dialog.waitFor();
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
      await keys.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await candidate.button(opener).evaluate((element) => element === document.activeElement)).toBe(
        true,
      );
    }
  });

  it('[WEB-83] at 400 % and with wide spacing everything is there, in one column, and can be reached', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher03', { width: 320 });
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await page.setViewportSize({ width: 320, height: 256 });
    await spaceTexts(page);
    const keys = new Keyboard(page);
    for (const question of questions) {
      await candidate.goTo(question.id);
      expect.soft(await cutTexts(page), question.type).toEqual([]);
    }
    await keys.goTo(candidate.button(texts.buttons.submit));
    await keys.press('Enter');
    await candidate.heading(texts.summary.title).waitFor();
    expect(await cutTexts(page)).toEqual([]);
    expect(keys.hidden).toEqual([]);
  });

  it('[WEB-84] what is saved as usual is not read out; a lost connection is, once', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher04');
    const { page, texts } = candidate;
    const line = await CutLine.onto(page, 'websocket');
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.untilSaved();
    await page.waitForLoadState('networkidle');
    await page.evaluate(listenToLiveRegions);
    const said = () => page.evaluate(() => Reflect.get(globalThis, 'said') as readonly string[]);
    const choose = async (id: string) => {
      await candidate.goTo(id);
      await page.locator('.answer-form input').first().check();
    };
    const ids = demoQuestions.filter(({ type }) => type === 'single').map(({ id }) => id);
    for (const id of ids.slice(0, 4)) await choose(id);
    await candidate.untilSaved();
    expect(await said()).toEqual([]);
    line.cut();
    for (const id of ids.slice(4, 8)) await choose(id);
    await page.getByText(texts.save.offlineText).waitFor();
    await page.locator('[data-save="on-device"]').waitFor();
    for (const id of ids.slice(8, 10)) await choose(id);
    const spoken = await said();
    expect(spoken.filter((text) => text.includes('on this device only'))).toHaveLength(1);
    expect(spoken.filter((text) => text.includes('No connection since'))).toHaveLength(1);
    expect(spoken).toHaveLength(2);
  });

  it('[WEB-9, WEB-84] how much time is left is read out at 10, 5 and 1 minutes, each once, and nothing between', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher08');
    const { page, texts } = candidate;
    await page.clock.install();
    await page.goto(`${hall.url}/practice`);
    await candidate.press(texts.practice.start);
    await candidate.untilInExam();
    await page.evaluate(listenToLiveRegions);
    const said = () => page.evaluate(() => Reflect.get(globalThis, 'said') as readonly string[]);
    const warnings: string[] = [];
    for (const [minutes, after] of [
      [10, '05:30'],
      [5, '05:00'],
      [1, '04:00'],
    ] as const) {
      await page.clock.fastForward(after);
      const warning = texts.time.minutesLeft(minutes);
      await page.getByText(warning).waitFor();
      warnings.push(warning);
      const place = page.locator('[aria-live]', { hasText: warning });
      expect(await place.getAttribute('aria-live')).toBe(minutes === 1 ? 'assertive' : 'polite');
    }
    expect((await said()).map((text) => text.replace(texts.common.close, '').trim())).toEqual(warnings);
  });

  it('[WEB-91] the header leaves the screen to the question, whatever it has to say and however wide it is', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher07');
    const { page, texts } = candidate;
    const line = await CutLine.onto(page, 'websocket');
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.untilSaved();
    await page.waitForLoadState('networkidle');
    line.cut();
    await candidate.goTo(demoQuestion('single').id);
    await page.locator('.answer-form input').first().check();
    await page.getByText(texts.save.offlineText).waitFor();
    await page.locator('[data-save="on-device"]').waitFor();
    for (const width of [360, 600, 768, 900, 1024, 1280, 1920]) {
      await page.setViewportSize({ width, height: 700 });
      const height = (await page.locator('.exam-header').boundingBox())?.height ?? 0;
      expect.soft(height, `${width} px`).toBeLessThan(700 / 4);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBe(width);
    }
  });

  it('[WEB-86] nothing moves for those who do not want it', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher05');
    const { page, texts } = candidate;
    await page.goto(`${hall.url}/practice`);
    await candidate.press(texts.practice.start);
    await candidate.untilInExam();
    const moves = () =>
      page.evaluate(
        () =>
          [...document.querySelectorAll('*')].filter((element) => {
            const { transitionDuration, animationName } = getComputedStyle(element);
            return animationName !== 'none' || /[1-9]/.test(transitionDuration);
          }).length,
      );
    expect(await moves()).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moves()).toBe(0);
  });

  it('[WEB-81, WEB-87] a screen reader finds everything by name, and the focus goes through it as it is read', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher06');
    const { page, texts } = candidate;
    await page.goto(`${hall.url}/practice`);
    await candidate.press(texts.practice.start);
    await candidate.untilInExam();
    expect(await focusOrder(page)).toMatchInlineSnapshot(`
      [
        "Skip to the content",
        "Language",
        "Colours and text size",
        "Choosing0 of 4 answered",
        "Reading and writing0 of 4 answered",
        "Question paper",
        "Calculator",
        "Shortcuts",
        "Question language",
        "One option is right. Marks: +1 / 0",
        "4 hours",
        "Mark for Review & Next",
        "Clear Response",
        "Save & Next",
        "Next >>",
        "Submit",
        "Question 1: Not answered, here now",
        "Question 2: Not visited",
        "Question 3: Not visited",
        "Question 4: Not visited",
        "Question 5: Not visited",
        "Question 6: Not visited",
        "Question 7: Not visited",
        "Question 8: Not visited",
        "What the signs mean",
      ]
    `);
    await page.getByRole('radio').nth(1).check();
    const tree = async (place: string) =>
      (await page.locator(place).first().ariaSnapshot())
        .replaceAll(/\d:\d\d:\d\d/g, 'H:MM:SS')
        .replaceAll(/\d+:\d\d [ap]m/g, 'TIME')
        .replaceAll(/\d+ minutes\./g, 'N minutes.');
    expect(await tree('.exam-header')).toMatchInlineSnapshot(`
      "- banner:
        - heading "Practice exam" [level=1]
        - text: Practice
        - paragraph:
          - text: "Candidate:"
          - strong: Practice candidate
          - text: Roll number PRACTICE
        - timer "Time left": Time left H:MM:SS
        - text: Language
        - combobox "Language":
          - option "English" [selected]
          - option "हिन्दी"
          - option "मराठी"
        - button "Colours and text size"
        - text: "Saving: Practice: nothing is sent"
        - status
        - text: Ends at TIME IST"
    `);
    expect(await tree('.question')).toMatchInlineSnapshot(`
      "- article "Question 1 of 8":
        - heading "Question 1 of 8" [level=2]
        - text: Question language
        - combobox "Question language":
          - option "English" [selected]
          - option "हिन्दी"
          - option "मराठी"
        - group: "One option is right. Marks: +1 / 0"
        - paragraph: A school day has 8 periods of 40 minutes each. How long do the periods last together?
        - group "Your answer":
          - text: Your answer
          - radio "4 hours"
          - text: 4 hours
          - radio "4 hours 40 minutes" [checked]
          - text: 4 hours 40 minutes
          - radio "5 hours 20 minutes"
          - text: 5 hours 20 minutes
          - radio "6 hours"
          - text: 6 hours"
    `);
    expect(await tree('.action-bar')).toMatchInlineSnapshot(`
      "- button "Mark for Review & Next"
      - button "Clear Response"
      - button "Save & Next"
      - button "<< Back" [disabled]
      - button "Next >>"
      - button "Submit""
    `);
    expect(await tree('.exam-side')).toMatchInlineSnapshot(`
      "- complementary "Questions":
        - region "Questions":
          - heading "Choosing" [level=3]
          - text: 1 of 4 answered
          - list:
            - listitem:
              - 'button "Question 1: Answered, here now"': "1"
            - listitem:
              - 'button "Question 2: Not visited"': "2"
            - listitem:
              - 'button "Question 3: Not visited"': "3"
            - listitem:
              - 'button "Question 4: Not visited"': "4"
          - heading "Reading and writing" [level=3]
          - text: 0 of 4 answered
          - list:
            - listitem:
              - 'button "Question 5: Not visited"': "5"
            - listitem:
              - 'button "Question 6: Not visited"': "6"
            - listitem:
              - 'button "Question 7: Not visited"': "7"
            - listitem:
              - 'button "Question 8: Not visited"': "8"
          - group:
            - text: What the signs mean
            - list:
              - listitem: 7 Not visited
              - listitem: 0 Not answered
              - listitem: 1 Answered
              - listitem: 0 Marked for review
              - listitem: 0 Answered and marked for review (counts)"
    `);
    await candidate.press(texts.buttons.submit);
    await candidate.heading(texts.summary.title).waitFor();
    expect(await tree('main')).toMatchInlineSnapshot(`
      "- main:
        - heading "Before you hand in" [level=2]
        - paragraph: This is how your exam stands. Answers that are marked for review count.
        - table:
          - rowgroup:
            - row "Section Questions Answered Answered and marked Not answered Marked, not answered Not visited":
              - columnheader "Section"
              - columnheader "Questions"
              - columnheader "Answered"
              - columnheader "Answered and marked"
              - columnheader "Not answered"
              - columnheader "Marked, not answered"
              - columnheader "Not visited"
          - rowgroup:
            - row "Choosing 4 1 0 0 0 3":
              - rowheader "Choosing"
              - cell "4"
              - cell "1"
              - cell "0"
              - cell "0"
              - cell "0"
              - cell "3"
            - row "Reading and writing 4 0 0 0 0 4":
              - rowheader "Reading and writing"
              - cell "4"
              - cell "0"
              - cell "0"
              - cell "0"
              - cell "0"
              - cell "4"
          - rowgroup:
            - row "Total 8 1 0 0 0 7":
              - rowheader "Total"
              - cell "8"
              - cell "1"
              - cell "0"
              - cell "0"
              - cell "0"
              - cell "7"
        - paragraph: You still have N minutes.
        - button "Back to the questions"
        - button "Hand in""
    `);
    await candidate.press(texts.summary.handIn);
    expect(await tree('dialog')).toMatchInlineSnapshot(`
      "- dialog "Hand in for good?":
        - heading "Hand in for good?" [level=2]
        - paragraph: 1 of 8 questions are answered. After this nothing can be changed.
        - button "Back to the questions"
        - button "Yes, hand in for good""
    `);
    await page.goto(hall.url);
    await candidate.button(texts.signIn.submit).click();
    expect(await tree('body')).toMatchInlineSnapshot(`
      "- link "Skip to the content":
        - /url: "#main"
      - banner:
        - link "Pariksha":
          - /url: /
        - text: Language
        - combobox "Language":
          - option "English" [selected]
          - option "हिन्दी"
          - option "मराठी"
        - button "Colours and text size"
      - main:
        - heading "Sign in" [level=1]
        - paragraph: Use the user name and password that you were given for the exam.
        - alert: Enter your user name and your password.
        - text: User name
        - textbox "User name"
        - text: Password
        - textbox "Password"
        - checkbox "Show password"
        - text: Show password
        - button "Sign in"
        - button "I have a one-time code from the invigilator"
        - heading "Not sure how it works?" [level=2]
        - paragraph: The practice exam needs no sign-in. It takes about ten minutes.
        - paragraph:
          - link "Open the practice exam":
            - /url: /practice
          - link "Check a receipt":
            - /url: /verify"
    `);
  });
});

/** Runs in the page: keeps what live regions say from now on. */
function listenToLiveRegions(): void {
  const said: string[] = [];
  Reflect.set(globalThis, 'said', said);
  const isLive = (node: Node | null): Element | null =>
    (node instanceof Element ? node : (node?.parentElement ?? null))?.closest(
      '[aria-live], [role="status"], [role="alert"]',
    ) ?? null;
  const live = (node: Node): readonly Element[] => {
    const around = isLive(node);
    if (around !== null) return [around];
    return node instanceof Element
      ? [...node.querySelectorAll('[aria-live], [role="status"], [role="alert"]')]
      : [];
  };
  new MutationObserver((changes) => {
    const regions = new Set(
      changes.flatMap(({ target, addedNodes }) => [
        ...(isLive(target) ? [isLive(target)] : []),
        ...[...addedNodes].flatMap(live),
      ]),
    );
    for (const region of regions) {
      const text = region?.textContent?.trim() ?? '';
      if (text !== '') said.push(text);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** Where each Tab leads, from the first place of the page to its last. */
async function focusOrder(page: Page): Promise<readonly string[]> {
  await page.locator('.skip-link').focus();
  const stops: string[] = [];
  for (;;) {
    const stop = await page.evaluate(nameOfFocus);
    if (stop === null || stops.includes(stop)) return stops;
    stops.push(stop);
    await page.keyboard.press('Tab');
  }
}

/** Runs in the page: what the focus is on, in words; `null` where it has left the page. */
function nameOfFocus(): string | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const labels = 'labels' in element ? element.labels : null;
  const label = labels instanceof NodeList ? labels[0]?.textContent : null;
  return element.getAttribute('aria-label') ?? label ?? element.textContent;
}
