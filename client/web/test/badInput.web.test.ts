import { describe, expect, it } from 'vitest';
import { demoQuestion } from './demoQuestions.ts';
import { inHall } from './inHall.ts';

const single = demoQuestion('single');
const numerical = demoQuestion('numerical');
const shortText = demoQuestion('short-text');
const ranged = demoQuestion('numerical', ({ numeric }) => numeric?.range !== undefined);
const marks = { correct: '1', wrong: '0' };

const urdu = 'مہاراشٹر کا دارالحکومت کون سا شہر ہے؟ (2024 میں)';
const urduBank = {
  bank: 'urdu',
  questions: [
    {
      id: 'ur-1',
      type: 'single',
      subject: 'General',
      chapter: 'General',
      difficulty: 'easy',
      text: { ur: urdu, en: 'Which city is the capital of Maharashtra? (in 2024)' },
      options: [
        { id: 'a', text: { ur: 'ممبئی (Mumbai)', en: 'Mumbai' } },
        { id: 'b', text: { ur: 'پونے $x = 9$', en: 'Pune' } },
      ],
      key: { option: 'a' },
    },
  ],
};

describe('what people type, paste and set', () => {
  const test = inHall();

  it('[WEB-88] Urdu stands from right to left, options and all, in a page that does not', async () => {
    const { hall } = test;
    const username = 'teacher01';
    await hall.importBank(urduBank);
    const examId = await hall.publish({
      title: { en: 'Urdu paper', ur: 'اردو پرچہ' },
      bank: 'urdu',
      languages: ['ur', 'en'],
      durationMinutes: 20,
      sections: [{ id: 's', title: { en: 'حصہ (1)', ur: 'حصہ (1)' }, select: { ids: ['ur-1'] }, marks }],
      candidates: [username],
    });
    const candidate = await test.candidate(username, { width: 360 });
    const { page, texts } = candidate;
    await candidate.signIn();
    const letters: string[] = [];
    page.on('request', (request) => letters.push(...(request.url().match(/nastaliq/) ?? [])));
    await candidate.begin(hall.demoExamId);
    expect(letters).toEqual([]);
    await candidate.begin(examId);
    await page.getByLabel(texts.exam.questionLanguage).selectOption('ur');
    const text = page.locator('.question-text');
    await text.getByText(urdu).waitFor();
    expect(await text.getAttribute('lang')).toBe('ur');
    const sides = await page
      .locator('.choice')
      .first()
      .evaluate((choice) => {
        const [box, mark] = [
          choice.getBoundingClientRect(),
          choice.querySelector('input')?.getBoundingClientRect(),
        ];
        return {
          direction: getComputedStyle(choice).direction,
          isRight: (mark?.left ?? 0) > box.left + box.width / 2,
        };
      });
    expect(sides).toEqual({ direction: 'rtl', isRight: true });
    await page.evaluate(() => document.fonts.ready);
    expect(letters).toEqual(['nastaliq']);
    const directions = (selector: string) =>
      page.locator(selector).evaluateAll((found) => found.map((each) => getComputedStyle(each).direction));
    expect(await directions('.section-tab bdi, .palette-heading bdi')).toEqual(['rtl', 'rtl']);
    expect(await directions('.choice .formula')).toEqual(['ltr']);
    expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('ltr');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.locator('.answer-form input[value="a"]').check();
    await candidate.untilSaved();
    expect((await hall.stored(username, examId))?.answers['ur-1']?.value).toBe('a');
    await page.getByLabel(texts.exam.questionLanguage).selectOption('en');
    expect(
      await page
        .locator('.choice')
        .first()
        .evaluate((choice) => getComputedStyle(choice).direction),
    ).toBe('ltr');
  });

  it('[WEB-3, WEB-7, WEB-123] pasted HTML is text; what is too long or out of range is explained and not sent', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher02');
    const { page, texts } = candidate;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: hall.url });
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(shortText.id);
    const field = page.getByRole('textbox', { name: texts.exam.yourAnswer });
    await page.evaluate(() =>
      navigator.clipboard.write([
        new ClipboardItem({
          'text/html': new Blob(['<b onclick="alert(1)">पुणे</b> 👩🏽‍🏫'], { type: 'text/html' }),
          'text/plain': new Blob(['पुणे 👩🏽‍🏫'], { type: 'text/plain' }),
        }),
      ]),
    );
    await field.focus();
    await page.keyboard.press('ControlOrMeta+v');
    await field.blur();
    await candidate.untilSaved();
    const held = async ({ id } = shortText) =>
      (await hall.stored('teacher02', hall.demoExamId))?.answers[id]?.value;
    expect(await held()).toBe('पुणे 👩🏽‍🏫');
    await field.fill('x'.repeat(20_000));
    await page.getByText(texts.answer.textTooLong(20_000 - 40)).waitFor();
    expect(await candidate.saveState()).toBe('not-sent');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
    expect(await held()).toBe('पुणे 👩🏽‍🏫');

    await field.fill('पुणे');
    await candidate.goTo(ranged.id);
    const { min = '', max = '' } = ranged.numeric?.range ?? {};
    await page.locator('.field-hint', { hasText: texts.answer.between(min, max) }).waitFor();
    await field.fill(max);
    await candidate.untilSaved();
    await page.evaluate((text) => navigator.clipboard.writeText(text), `${max}1`);
    await field.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+v');
    const { outOfRange, between, notSent, earlierCounts } = texts.answer;
    const sentences = [outOfRange, between(min, max), notSent, earlierCounts(max)];
    await page.getByRole('alert').getByText(sentences.join(' ')).waitFor();
    expect(await candidate.saveState()).toBe('not-sent');
    expect(await held(ranged)).toBe(max);
  });

  it('[WEB-89] a device whose clock is put on or back shows the server’s time, and what is answered counts', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher03');
    const { page } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    const minutesLeft = async () => {
      const [hours = 0, minutes = 0] = ((await page.locator('.timer-clock').first().textContent()) ?? '')
        .split(':')
        .map(Number);
      return hours * 60 + minutes;
    };
    const before = await minutesLeft();
    for (const [index, hours] of [3, -3].entries()) {
      await page.evaluate((shift) => {
        const now = Date.now.bind(Date);
        Date.now = () => now() + shift;
      }, hours * 3_600_000);
      await candidate.goTo([single, numerical][index]?.id ?? '');
      if (index === 0) await page.locator('.answer-form input').first().check();
      else await candidate.type('7');
      await candidate.untilSaved();
      expect(before - (await minutesLeft())).toBeLessThanOrEqual(1);
    }
    const stored = await hall.stored('teacher03', hall.demoExamId);
    expect(stored).toMatchObject({ status: 'open', late: [] });
    expect(Object.keys(stored?.answers ?? {}).toSorted()).toEqual([single.id, numerical.id].toSorted());
  });
});
