import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readReceipt, receiptIn } from '../candidate/receipt/readReceipt.ts';
import type { Language } from '../shared/texts/catalogues.ts';
import { answerSomehow } from './answers.ts';
import { demoQuestion, demoQuestions } from './demoQuestions.ts';
import type { ExamHall } from './examHall.ts';
import { inHall } from './inHall.ts';

/** Each language on a phone and on a desk: on one of them with every question, on the other with one of each type. */
const everything = demoQuestions.map(({ id }) => id);
const oneOfEachType = [...new Set(demoQuestions.map(({ type }) => type))].map(
  (type) => demoQuestion(type).id,
);

const sittings: readonly (readonly [Language, number, readonly string[], string])[] = [
  ['en', 1280, everything, 'teacher01'],
  ['hi', 360, everything, 'teacher02'],
  ['mr', 1280, everything, 'teacher03'],
  ['en', 360, oneOfEachType, 'teacher07'],
  ['hi', 1280, oneOfEachType, 'teacher08'],
  ['mr', 360, oneOfEachType, 'teacher09'],
];

describe('a whole exam', () => {
  const test = inHall();

  it.each(sittings)(
    '[WEB-15, WEB-29, WEB-30] is sat in %s at %i px to the receipt',
    async (language, width, questionIds, username) => {
      const { hall } = test;
      const examId =
        questionIds === everything ? hall.demoExamId : await publishAll(hall, questionIds, username);
      const candidate = await test.candidate(username, { language, width });
      const { page, texts } = candidate;
      const blocked: string[] = [];
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) blocked.push(message.text());
      });
      await candidate.signIn();
      await candidate.begin(examId);

      const expected: Record<string, { value: unknown; marked: boolean }> = {};
      const ids = await candidate.questionIds();
      expect(ids.toSorted()).toEqual(questionIds.toSorted());
      for (const [index, id] of ids.entries()) {
        const question = demoQuestions.find((each) => each.id === id);
        if (question === undefined) throw new Error(`There is no ${id}.`);
        await page.locator(`.exam-side [data-question="${id}"][aria-current]`).waitFor({ state: 'attached' });
        const shown = (await page.locator('.question-text').textContent()) ?? '';
        const [written = ''] = (question.text?.[language] ?? '').split('$');
        expect(shown.replaceAll(/\s/g, '')).toContain(written.replaceAll(/\s/g, ''));
        const isMarked = index % 5 === 0;
        expected[id] = { value: await answerSomehow(candidate, question), marked: isMarked };
        await candidate.press(isMarked ? texts.buttons.markNext : texts.buttons.saveNext);
      }

      // In letters that came with the page, whatever the device has.
      const hasOwnLetters = () =>
        [...document.fonts].some(
          ({ family, status }) => family.includes('Pariksha Devanagari') && status === 'loaded',
        );
      if (language !== 'en') expect(await page.evaluate(hasOwnLetters)).toBe(true);

      await candidate.heading(texts.summary.title).waitFor();
      await candidate.untilSaved();
      expect((await hall.stored(username, examId))?.answers).toEqual(expected);

      await candidate.press(texts.summary.handIn);
      await candidate.press(texts.summary.confirm);
      await candidate.untilReceipt();
      const stored = await hall.stored(username, examId);
      expect(stored).toMatchObject({ status: 'sealed', seals: 1, answers: expected });

      await candidate.press(texts.receipt.verify);
      await page.getByText(texts.receipt.valid).waitFor();
      const downloading = page.waitForEvent('download');
      await candidate.press(texts.receipt.download);
      const content = await readFile(await (await downloading).path(), 'utf8');
      const payload = readReceipt(receiptIn(content));
      expect(payload).toMatchObject({
        attemptId: stored?.attemptId,
        answered: ids.length,
        reason: 'submitted',
      });
      expect(
        z.object({ jwks: z.object({ keys: z.array(z.unknown()).min(1) }) }).safeParse(JSON.parse(content))
          .success,
      ).toBe(true);

      await page.goto(`${hall.url}/verify`);
      await page.getByRole('textbox').fill(content);
      await candidate.press(texts.receipt.check);
      await page.getByText(texts.receipt.valid).waitFor();
      expect(blocked).toEqual([]);
    },
  );

  it('[WEB-24] begins only after consent, and its address alone does not start the time', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher04');
    const { page, texts } = candidate;
    await candidate.signIn();
    await page.goto(`${hall.url}/exams/${hall.demoExamId}/sit`);
    await candidate.press(texts.instructions.begin);
    await page.getByText(texts.instructions.consentNeeded).waitFor();
    expect(await hall.stored('teacher04', hall.demoExamId)).toBeNull();
    await page.getByLabel(texts.instructions.consent).check();
    await candidate.press(texts.instructions.begin);
    await candidate.untilInExam();
    expect(await hall.stored('teacher04', hall.demoExamId)).toMatchObject({ status: 'open', epochs: 1 });
  });

  it('[WEB-34] sections that follow each other are entered after a question, and not left backwards', async () => {
    const { hall } = test;
    const username = 'teacher06';
    const marks = { correct: '1', wrong: '0' };
    const examId = await hall.publish({
      title: 'Timed',
      navigation: 'locked',
      durationMinutes: 20,
      sections: [
        { id: 'a', title: 'Alpha', durationMinutes: 10, select: { ids: ['demo-001'] }, marks },
        { id: 'b', title: 'Beta', durationMinutes: 10, select: { ids: ['demo-014'] }, marks },
      ],
      candidates: [username],
    });
    const candidate = await test.candidate(username);
    const { page, texts } = candidate;
    const tab = (title: string) => page.getByRole('button', { name: title });
    await candidate.signIn();
    await candidate.begin(examId);
    expect(await tab('Beta').isDisabled()).toBe(true);
    await page.locator('.answer-form input[value="b"]').check();
    await candidate.press(texts.buttons.saveNext);
    await candidate.press(texts.common.cancel);
    await candidate.press(texts.exam.nextSection);
    await candidate.press(texts.exam.nextSectionConfirm);
    await page.locator('.exam-side [data-question="demo-014"][aria-current]').waitFor();
    expect(await tab('Alpha').isDisabled()).toBe(true);
    expect(await candidate.button(texts.buttons.back).isDisabled()).toBe(true);
    await page.locator('.answer-form input').first().check();
    await candidate.untilSaved();
    const stored = await hall.stored(username, examId);
    expect(Object.keys(stored?.answers ?? {}).toSorted()).toEqual(['demo-001', 'demo-014']);
    expect(stored?.answers['demo-001']?.value).toBe('b');
  });

  it('[WEB-31] shows in one language what was chosen in another, question and screen apart', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher05');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    const question = demoQuestions.find(({ id }) => id === 'demo-001');
    await candidate.goTo('demo-001');
    await candidate.choose(question?.options?.[1]?.text['en'] ?? '');
    await page.getByLabel(texts.exam.questionLanguage).selectOption('mr');
    await page.getByText(question?.text?.['mr'] ?? '').waitFor();
    expect(await page.getByLabel(question?.options?.[1]?.text['mr'] ?? '').isChecked()).toBe(true);
    expect(await candidate.button(texts.buttons.saveNext).isVisible()).toBe(true);
    await page.getByLabel(texts.common.interfaceLanguage, { exact: true }).selectOption('hi');
    await page.getByText('सहेजा गया').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('hi');
    expect(await page.getByText(question?.text?.['mr'] ?? '').isVisible()).toBe(true);
    await page.locator('[data-save="saved"]').waitFor();
    expect((await hall.stored('teacher05', hall.demoExamId))?.answers).toEqual({
      'demo-001': { value: 'b', marked: false },
    });
  });
});

/** An exam of these questions, for one candidate. Returns its id. */
function publishAll(hall: ExamHall, ids: readonly string[], username: string): Promise<string> {
  return hall.publish({
    title: `For ${username}`,
    durationMinutes: 30,
    sections: [{ id: 's', title: 'S', select: { ids }, marks: { correct: '1', wrong: '0' } }],
    candidates: [username],
  });
}
