import { describe, expect, it } from 'vitest';
import { answerSomehow } from './answers.ts';
import type { CandidateAtPage } from './candidate.ts';
import { CutLine } from './cutLine.ts';
import { demoQuestions } from './demoQuestions.ts';
import { inHall } from './inHall.ts';

const [one, two, three] = demoQuestions.filter(({ type }) => type === 'single');

async function answer(candidate: CandidateAtPage, question = one): Promise<void> {
  if (question === undefined) throw new Error('There is no such question.');
  await candidate.goTo(question.id);
  await answerSomehow(candidate, question);
  await candidate.untilSaved();
}

async function isReadOnly(candidate: CandidateAtPage): Promise<boolean> {
  const controls = candidate.page.locator('.answer-form input');
  return (
    (await controls.first().isDisabled()) &&
    (await candidate.button(candidate.texts.buttons.submit).isDisabled())
  );
}

describe('several devices', () => {
  const test = inHall();

  it('[WEB-1, WEB-19, WEB-93] where it is free, the newest device writes; the other shows, and takes back only when told', async () => {
    const { hall } = test;
    const username = 'teacher01';
    const first = await test.candidate(username);
    const { texts } = first;
    await first.signIn();
    await first.begin(hall.demoExamId);
    await answer(first, one);

    const second = await test.candidate(username, { width: 360 });
    const line = await CutLine.onto(second.page, 'websocket');
    await second.signIn();
    await second.page.getByRole('link', { name: texts.myExams.goOn }).click();
    await second.untilInExam();
    await first.page.getByText(texts.elsewhere.supersededTitle).waitFor();
    expect(await isReadOnly(first)).toBe(true);
    const takenOver = second.page.getByText(texts.elsewhere.takenOverTitle);
    await takenOver.waitFor();
    await second.press(texts.common.close);
    await takenOver.waitFor({ state: 'detached' });
    await answer(second, two);
    await first.page.locator(`.exam-side [data-question="${three?.id}"]`).click();
    await second.page.reload();
    await second.untilInExam();
    await second.untilSaved();
    expect(await takenOver.count()).toBe(0);
    expect(await hall.stored(username, hall.demoExamId)).toMatchObject({ epochs: 3, late: [] });

    line.cut();
    await second.goTo(one?.id ?? '');
    await second.page.locator('.answer-form input:not(:checked)').first().check();
    await first.press(texts.elsewhere.continueHere);
    await first.page.getByText(texts.elsewhere.takenOverTitle).waitFor();
    await first.page.getByText(texts.elsewhere.supersededTitle).waitFor({ state: 'detached' });
    await first.page.locator(`.exam-side [data-question="${two?.id}"][data-state="answered"]`).waitFor();
    await line.mend();
    await second.page.getByText(texts.elsewhere.supersededTitle).waitFor();
    await second.page.locator('[data-question-save="late"]').waitFor();
    await second.page.locator('[data-save="in-doubt"]').waitFor();
    await answer(first, three);
    const stored = await hall.stored(username, hall.demoExamId);
    expect(stored).toMatchObject({ epochs: 4 });
    expect(Object.keys(stored?.answers ?? {}).toSorted()).toEqual([one?.id, two?.id, three?.id].toSorted());
  });

  it('[WEB-19, WEB-93, CLI-41] where a proctor has to release, another device is told so, and the first goes on', async () => {
    const { hall } = test;
    const username = 'teacher02';
    const examId = await hall.publish({
      title: 'Supervised',
      durationMinutes: 30,
      takeover: 'proctor-release',
      sections: [
        {
          id: 's',
          title: 'S',
          select: { ids: [one?.id, two?.id, three?.id] },
          marks: { correct: '1', wrong: '0' },
        },
      ],
      candidates: [username],
    });
    const first = await test.candidate(username);
    const { texts } = first;
    await first.signIn();
    await first.begin(examId);
    const second = await test.candidate(username);
    await second.signIn();
    await second.page.goto(`${hall.url}/exams/${examId}/sit`);
    await second.page.getByText(texts.errors['takeover-needs-release']).waitFor();
    await answer(first, one);
    expect(await hall.stored(username, examId)).toMatchObject({ epochs: 1 });

    await hall.command('release-device', examId, '--candidate', username);
    // It asks again by itself.
    await second.untilInExam();
    await second.page.getByText(texts.elsewhere.takenOverTitle).waitFor();
    await first.page.getByText(texts.elsewhere.supersededTitle).waitFor();
    await answer(second, two);
    const stored = await hall.stored(username, examId);
    expect(stored).toMatchObject({ epochs: 2, late: [] });
    expect(Object.keys(stored?.answers ?? {}).toSorted()).toEqual([one?.id, two?.id].toSorted());
  });

  it('[WEB-20] of two tabs one writes, and the other can take over', async () => {
    const { hall } = test;
    const username = 'teacher03';
    const first = await test.candidate(username);
    const { texts } = first;
    await first.signIn();
    await first.begin(hall.demoExamId);
    await answer(first, one);
    const second = await test.candidate(username, { context: first.page.context() });
    await second.page.goto(`${hall.url}/exams/${hall.demoExamId}/sit`);
    await second.heading(texts.elsewhere.otherTabTitle).waitFor();
    await answer(first, two);
    await second.press(texts.elsewhere.continueHere);
    await second.untilInExam();
    await first.heading(texts.elsewhere.otherTabTitle).waitFor();
    await second.untilPalette(two?.id ?? '', 'answered');
    await answer(second, three);
    expect(await second.page.getByText(texts.elsewhere.takenOverTitle).count()).toBe(0);
    const stored = await hall.stored(username, hall.demoExamId);
    expect(stored).toMatchObject({ epochs: 2, late: [] });
    expect(Object.keys(stored?.answers ?? {})).toHaveLength(3);
  });

  it('[WEB-21] a double click goes on by one question, and hands in once', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher04');
    const { texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    const [first = '', second = ''] = await candidate.questionIds();
    await candidate.button(texts.buttons.markNext).dblclick();
    await candidate.page.locator(`.exam-side [data-question="${second}"][aria-current]`).waitFor();
    await candidate.untilPalette(first, 'marked');
    await candidate.untilPalette(second, 'not-answered');
    const ids = await candidate.questionIds();
    await candidate.page.setViewportSize({ width: 360, height: 740 });
    // Behind these squares lies the tab of the section one comes from.
    for (const [index, id] of ids.slice(0, 3).entries()) {
      await candidate.goTo(ids[25] ?? '');
      await candidate.press(texts.palette.open);
      await candidate.page.locator(`dialog [data-question="${id}"]`).dblclick();
      await candidate.heading(texts.exam.questionOf(index + 1, ids.length)).waitFor();
    }
    await candidate.page.setViewportSize({ width: 1280, height: 800 });
    await answer(candidate, one);
    await candidate.press(texts.buttons.submit);
    await candidate.button(texts.summary.handIn).dblclick();
    await candidate.button(texts.summary.confirm).dblclick();
    await candidate.untilReceipt();
    expect(await hall.stored('teacher04', hall.demoExamId)).toMatchObject({ status: 'sealed', seals: 1 });
    await candidate.page.reload();
    await candidate.untilReceipt();
  });

  it('[WEB-22] the back button asks before it leaves, and nothing is lost either way', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher05');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await answer(candidate, one);
    await page.goBack();
    await candidate.heading(texts.leave.title).waitFor();
    await candidate.press(texts.leave.stay);
    await answer(candidate, two);
    await page.goBack();
    await candidate.press(texts.leave.leave);
    await page.getByText(texts.myExams.inProgress).waitFor();
    await page.getByRole('link', { name: texts.myExams.goOn }).click();
    await page.locator(`.exam-side [data-question="${two?.id}"][aria-current]`).waitFor();
    await answer(candidate, three);
    const stored = await hall.stored('teacher05', hall.demoExamId);
    expect(Object.keys(stored?.answers ?? {}).toSorted()).toEqual([one?.id, two?.id, three?.id].toSorted());
  });
});
