import { describe, expect, it } from 'vitest';
import type { CandidateAtPage } from './candidate.ts';
import { CutLine, type CutMoment, type CutRequest, moments, requests, type Way } from './cutLine.ts';
import { demoQuestion, demoQuestions } from './demoQuestions.ts';
import type { ExamHall } from './examHall.ts';
import { inHall } from './inHall.ts';

const ways: readonly Way[] = ['websocket', 'http'];
const single = demoQuestion('single');
const other = demoQuestions.find(({ id, type }) => type === 'single' && id !== single.id) ?? single;
const cells = ways.flatMap((way) => requests.map((request) => ({ way, request })));

interface Sitting {
  readonly hall: ExamHall;
  readonly examId: string;
  readonly username: string;
  readonly candidate: CandidateAtPage;
  readonly line: CutLine;
  readonly moment: CutMoment;
}

const stored = ({ hall, username, examId }: Sitting) => hall.stored(username, examId);

/** Chooses the first option of a question; what the database should then hold. */
async function answer({ candidate }: Sitting, question: typeof single): Promise<string> {
  await candidate.goTo(question.id);
  const option = question.options?.[0]?.id ?? '';
  await candidate.page.locator(`.answer-form input[value="${option}"]`).check();
  return option;
}

/** "Saved" stands there only if the database holds it. */
async function expectHonest(sitting: Sitting, questionId: string, value: unknown): Promise<void> {
  const says = await sitting.candidate.saveState();
  const held = (await stored(sitting))?.answers[questionId]?.value;
  if (says === 'saved') expect(held).toBe(value);
}

const scenes: Readonly<Record<CutRequest, (sitting: Sitting) => Promise<void>>> = {
  async open(sitting) {
    const { candidate, hall, examId, line, moment } = sitting;
    const { page, texts } = candidate;
    await page.goto(`${hall.url}/exams/${examId}`);
    await page.getByLabel(texts.instructions.consent).check();
    const cut = line.cutAt('open', moment);
    await candidate.press(texts.instructions.begin);
    await cut;
    if (moment === 'before-send') expect(await stored(sitting)).toBeNull();
    else await hall.untilStored(async () => (await stored(sitting)) !== null);
    expect(await page.locator('#question-heading').count()).toBe(0);
    await line.mend();
    await candidate.untilInExam();
    expect(await stored(sitting)).toMatchObject({ status: 'open', epochs: 1 });
  },

  async stream(sitting) {
    const { candidate, line, moment, hall, examId } = sitting;
    const { page, texts } = candidate;
    // A page that has the sealed paper needs no stream.
    await page.route('**/papers/**', (route) => route.abort());
    await page.goto(`${hall.url}/exams/${examId}`);
    await page.getByLabel(texts.instructions.consent).check();
    const cut = line.cutAt('stream', moment);
    await candidate.press(texts.instructions.begin);
    await cut;
    expect(await stored(sitting)).toMatchObject({ status: 'open', epochs: 1, answers: {} });
    await line.mend();
    await candidate.untilInExam();
    for (const question of [other, single]) {
      const value = await answer(sitting, question);
      await candidate.untilSaved();
      expect((await stored(sitting))?.answers[question.id]?.value).toBe(value);
    }
  },

  async append(sitting) {
    const { hall, candidate, line, moment } = sitting;
    await candidate.begin(sitting.examId);
    await candidate.untilSaved();
    await candidate.goTo(single.id);
    await candidate.untilSaved();
    const cut = line.cutAt('append', moment);
    const value = await answer(sitting, single);
    await cut;
    const held = async () => (await stored(sitting))?.answers[single.id]?.value;
    if (moment !== 'before-send') await hall.untilStored(async () => (await held()) === value);
    expect(await held()).toBe(moment === 'before-send' ? undefined : value);
    expect(await candidate.saveState()).not.toBe('saved');
    const more = await answer(sitting, other);
    expect(await candidate.saveState()).not.toBe('saved');
    await candidate.page.locator('[data-save="on-device"]').waitFor();
    await line.mend();
    await candidate.untilSaved();
    expect(await stored(sitting)).toMatchObject({
      answers: { [single.id]: { value }, [other.id]: { value: more } },
      epochs: 1,
      late: [],
    });
  },

  async seal(sitting) {
    const { hall, candidate, line, moment } = sitting;
    const { page, texts } = candidate;
    await candidate.begin(sitting.examId);
    const value = await answer(sitting, single);
    await candidate.untilSaved();
    await expectHonest(sitting, single.id, value);
    const cut = line.cutAt('seal', moment);
    await candidate.handIn();
    await cut;
    const isUnderWay = page.getByText(texts.handingIn.text);
    // Where the answer was lost, the news that it is sealed may have come before it.
    if (moment === 'before-ack') await isUnderWay.or(candidate.button(texts.receipt.download)).waitFor();
    else await isUnderWay.waitFor();
    if (moment === 'before-send') expect((await stored(sitting))?.seals).toBe(0);
    else await hall.untilStored(async () => (await stored(sitting))?.seals === 1);
    const hasReceipt = await candidate.button(texts.receipt.download).isVisible();
    if (hasReceipt) expect((await stored(sitting))?.seals).toBe(1);
    await line.mend();
    await candidate.untilReceipt();
    expect(await stored(sitting)).toMatchObject({
      status: 'sealed',
      seals: 1,
      answers: { [single.id]: { value } },
      late: [],
    });
  },

  async renew(sitting) {
    const { candidate, line, moment } = sitting;
    const { page, texts } = candidate;
    line.renewSoon();
    await candidate.begin(sitting.examId);
    await candidate.untilSaved();
    await line.cutAt('renew', moment);
    const value = await answer(sitting, single);
    await page.locator('[data-save="on-device"]').waitFor();
    expect((await stored(sitting))?.answers[single.id]).toBeUndefined();
    await line.mend();
    await candidate.untilSaved();
    expect(await page.getByText(texts.signInAgain.title).count()).toBe(0);
    expect(await stored(sitting)).toMatchObject({
      answers: { [single.id]: { value } },
      epochs: 1,
      late: [],
    });
  },
};

describe('the network is cut', () => {
  const test = inHall();

  it.each(cells)(
    '[WEB-1, WEB-85] at $request over $way, before and after it is sent and before its answer: the page says no more than the database holds',
    async ({ way, request }) => {
      const { hall } = test;
      const usernames = moments.map((_, index) => `teacher0${index + 1}`);
      const examId = await hall.publish({
        title: `Cut at ${request} over ${way}`,
        durationMinutes: 30,
        sections: [
          {
            id: 's',
            title: 'S',
            select: { ids: [single.id, other.id] },
            marks: { correct: '1', wrong: '0' },
          },
        ],
        candidates: usernames,
      });
      await Promise.all(
        moments.map(async (moment, index) => {
          const username = usernames[index] ?? '';
          const candidate = await test.candidate(username);
          const line = await CutLine.onto(candidate.page, way);
          await candidate.signIn();
          await scenes[request]({ hall, examId, username, candidate, line, moment });
        }),
      );
    },
  );
});
