import { describe, expect, it } from 'vitest';
import { answerSomehow } from './answers.ts';
import { CutLine } from './cutLine.ts';
import { demoQuestion, demoQuestions } from './demoQuestions.ts';
import { inHall } from './inHall.ts';

const single = demoQuestion('single');
const numerical = demoQuestion('numerical');
const shortText = demoQuestion('short-text');
const withFormula = demoQuestion('single', ({ text }) => text?.['en']?.includes('$') === true);
const withPicture = demoQuestions.find(({ images }) => images !== undefined) ?? single;

describe('troubles', () => {
  const test = inHall();

  it('[WEB-6] a number in another script counts; what is no number is explained, and the earlier one stays', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher01');
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(numerical.id);
    await candidate.type('१२.५');
    await candidate.press(texts.buttons.saveNext);
    await candidate.goTo(numerical.id);
    await candidate.untilSaved();
    expect(await page.getByRole('textbox').inputValue()).toBe('12.5');
    await candidate.type('9'.repeat(41));
    await page.getByText(texts.answer.numberTooLong).waitFor();
    expect(await candidate.saveState()).toBe('not-sent');
    await candidate.type('twelve');
    await page.getByText(texts.answer.notANumber).waitFor();
    await page.getByText(texts.answer.earlierCounts('12.5')).waitFor();
    expect(await candidate.saveState()).toBe('not-sent');
    await candidate.press(texts.buttons.submit);
    await page.locator('.banner-bad').waitFor();
    expect((await hall.stored('teacher01', hall.demoExamId))?.answers[numerical.id]).toEqual({
      value: '12.5',
      marked: false,
    });
    await candidate.press(texts.summary.back);
    await candidate.goTo(numerical.id);
    await candidate.press(texts.buttons.clear);
    await candidate.untilSaved();
    expect((await hall.stored('teacher01', hall.demoExamId))?.answers[numerical.id]?.value).toBeNull();
  });

  it('[WEB-10] an error in the drawing of a question leaves it answerable, and the others alone', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher02', {
      flaw: () => {
        const create = Document.prototype.createElementNS;
        const isMath = (given: readonly unknown[]) => String(given[0]).includes('MathML');
        Object.defineProperty(Document.prototype, 'createElementNS', {
          value(this: Document, ...given: readonly unknown[]) {
            if (isMath(given)) throw new TypeError('No formulas today.');
            return Reflect.apply(create, this, given);
          },
        });
      },
    });
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(withFormula.id);
    await page.getByText(texts.answer.plainTitle).waitFor();
    const [source = ''] = withFormula.text?.['en']?.match(/\$[^$]+\$/) ?? [];
    expect(await page.locator('.question-text').textContent()).toContain(source);
    const value = await answerSomehow(candidate, withFormula);
    await candidate.goTo(single.id);
    expect(await page.getByText(texts.answer.plainTitle).count()).toBe(0);
    await answerSomehow(candidate, single);
    await candidate.untilSaved();
    const stored = await hall.stored('teacher02', hall.demoExamId);
    expect(stored?.answers[withFormula.id]?.value).toBe(value);
    expect(Object.keys(stored?.answers ?? {})).toHaveLength(2);
  });

  it('[WEB-25] a picture that does not load is tried again, and then described', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher03', { keepsFiles: false });
    const { page, texts } = candidate;
    const tried: string[] = [];
    await page.route('**/media/**', (route) => {
      tried.push(route.request().url());
      return route.abort();
    });
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(withPicture.id);
    await page.getByText(texts.answer.imageFailed).waitFor();
    const description = (await page.locator('.exam-image-missing p').first().textContent()) ?? '';
    expect(description.length).toBeGreaterThan(20);
    expect(tried.filter((url) => url.includes('?try='))).toHaveLength(2);
    await page.unroute('**/media/**');
    await candidate.press(texts.common.tryAgain);
    const picture = page.locator('.exam-image img');
    await picture.waitFor();
    expect(await picture.getAttribute('alt')).toBe(description);
  });

  it('[WEB-26] a browser that stores nothing says so before the exam, and the exam can be sat', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher04', {
      flaw: () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
    });
    const { page, texts } = candidate;
    await candidate.signIn();
    await page.goto(`${hall.url}/exams/${hall.demoExamId}`);
    await page.getByText(texts.instructions.storageText).waitFor();
    await candidate.begin(hall.demoExamId);
    await page.getByText(texts.instructions.storageText).waitFor();
    await candidate.goTo(single.id);
    const value = await answerSomehow(candidate, single);
    await candidate.untilSaved();
    expect((await hall.stored('teacher04', hall.demoExamId))?.answers[single.id]?.value).toBe(value);
  });

  it('[WEB-26] storage that fills up in the middle is told of, and nothing is lost while the page is open', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher05', {
      flaw: () => {
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...given) {
          if (Reflect.get(globalThis, 'isFull')) throw new DOMException('full', 'QuotaExceededError');
          return Reflect.apply(put, this, given);
        };
      },
    });
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(single.id);
    await candidate.untilSaved();
    await page.evaluate(() => Reflect.set(globalThis, 'isFull', true));
    await hall.kill();
    // The first change that the device does not take is told of, and not only the second.
    const value = await answerSomehow(candidate, single);
    await page.getByText(texts.save.inPageLong).waitFor();
    expect(await candidate.saveState()).toBe('in-page');
    await hall.start();
    await candidate.untilSaved();
    expect((await hall.stored('teacher05', hall.demoExamId))?.answers[single.id]?.value).toBe(value);
  });

  it('[WEB-27, WEB-28, WEB-60, WEB-125] what the exam office does is shown, confirmed and obeyed', async () => {
    const { hall } = test;
    const username = 'teacher06';
    const examId = hall.demoExamId;
    const candidate = await test.candidate(username, { width: 360 });
    const { page, texts } = candidate;
    const scope = ['--candidate', username];
    await candidate.signIn();
    await candidate.begin(examId);
    await candidate.goTo(demoQuestion('matrix').id);
    await page.locator('.answer-form input').last().scrollIntoViewIfNeeded();
    await hall.command('message', examId, ...scope, '--text', 'Ten minutes of silence, please.');
    const message = page.getByText('Ten minutes of silence, please.');
    await message.waitFor();
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(100);
    expect((await message.boundingBox())?.y).toBeGreaterThan(0);
    await candidate.press(texts.notices.read);
    await hall.command('extend', examId, ...scope, '--minutes', '30');
    await page.getByText(texts.notices.deadline).waitFor();
    await page.locator('.timer-clock', { hasText: /^1:2\d:\d\d$/ }).waitFor();

    await hall.command('pause', examId, ...scope);
    await page.locator('h2:focus', { hasText: texts.paused.title }).waitFor();
    expect(await page.locator('.question-text').count()).toBe(0);
    await hall.command('resume', examId, ...scope);
    await candidate.untilInExam();
    await candidate.untilSaved();
    const told = await hall.commandIds(examId);
    const stored = await hall.stored(username, examId);
    expect(told).toHaveLength(4);
    expect(stored?.confirmed.toSorted()).toEqual(told.toSorted());

    // Told while the page is away, so that one of them is behind the other before it was ever seen.
    await page.goto('about:blank');
    const say = (text: string) => hall.command('message', examId, ...scope, '--text', text);
    await say('The older message.');
    await say('The newer message.');
    await page.goto(`${hall.url}/exams/${examId}/sit`);
    await page.getByText('The newer message.').waitFor();
    await page.getByText(texts.notices.more(1)).waitFor();
    const [older, newer] = (await hall.commandIds(examId)).slice(-2);
    const isConfirmed = async (id = '') =>
      (await hall.stored(username, examId))?.confirmed.includes(id) === true;
    await hall.untilStored(() => isConfirmed(newer));
    expect(await isConfirmed(older)).toBe(false);
    await candidate.press(texts.notices.read);
    await page.getByText('The older message.').waitFor();
    await hall.untilStored(() => isConfirmed(older));
    await candidate.press(texts.notices.read);
    expect(await page.locator('.exam-news .banner').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it.each([
    ['en', 360],
    ['mr', 768],
    ['hi', 1280],
  ] as const)(
    '[WEB-127] neither a lost connection nor a message moves the answers on the screen: %s, %i px',
    async (language, width) => {
      const { hall } = test;
      const title = { en: 'Still', hi: 'स्थिर', mr: 'स्थिर' };
      const examId = await hall.publish({
        title,
        durationMinutes: 20,
        sections: [{ id: 's', title, select: { ids: [single.id] }, marks: { correct: '1', wrong: '0' } }],
      });
      const candidate = await test.candidate('teacher09', { language, width });
      const { page, texts } = candidate;
      const line = await CutLine.onto(page, 'websocket');
      await candidate.signIn();
      await candidate.begin(examId);
      const option = page.locator('.answer-form input').first();
      await option.check();
      await candidate.untilSaved();
      const place = () => option.evaluate((input) => Math.round(input.getBoundingClientRect().top));
      const before = await place();
      const expectStill = async () => expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1);
      line.cut();
      const strip = page.locator('.offline-strip', { hasText: texts.save.offlineText });
      await strip.waitFor();
      await expectStill();
      expect(await strip.count()).toBe(1);
      await line.mend();
      await strip.waitFor({ state: 'detached' });
      await expectStill();
      await hall.command('announce', examId, '--all', '--text', 'The lights go off for a minute.');
      const announced = page.locator('.exam-news .banner');
      await announced.waitFor();
      await expectStill();
      await candidate.press(texts.notices.read);
      await announced.waitFor({ state: 'detached' });
      await expectStill();
    },
  );

  it.each([360, 1280])(
    '[WEB-127] not at the end of the page either, when the connection is back: %i px',
    async (width) => {
      const { hall } = test;
      const candidate = await test.candidate(width === 360 ? 'teacher13' : 'teacher14', { width });
      const { page } = candidate;
      const line = await CutLine.onto(page, 'websocket');
      await candidate.signIn();
      await candidate.begin(hall.demoExamId);
      await candidate.goTo(demoQuestion('matrix').id);
      const last = page.locator('.answer-form input').last();
      const place = () => last.evaluate((input) => Math.round(input.getBoundingClientRect().top));
      await candidate.untilSaved();
      line.cut();
      await page.locator('.offline-strip').waitFor();
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      const before = await place();
      await line.mend();
      await page.locator('.offline-strip').waitFor({ state: 'detached' });
      expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1);
    },
  );

  it('[WEB-120, WEB-127] what is above may grow at the moment in which the page is scrolled: it goes there all the same', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher10', { width: 360 });
    const { page } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(demoQuestion('matrix').id);
    const scrolled = await page.evaluate(async () => {
      const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      scrollTo(0, 200);
      await drawn();
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('.exam-header')?.style.setProperty('margin-bottom', '24px');
      await drawn();
      return scrollY;
    });
    expect(scrolled).toBe(24);
  });

  it('[WEB-127] nor does what is above move them when it shrinks again at the end of the page', async () => {
    const { hall } = test;
    const candidate = await test.candidate('teacher11', { width: 360 });
    const { page } = candidate;
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(single.id);
    const [before = 0, after = 0] = await page.evaluate(async () => {
      const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const grow = (by: string) =>
        document.querySelector<HTMLElement>('.exam-header')?.style.setProperty('margin-bottom', by);
      const place = () => document.querySelector('.answer-form')?.getBoundingClientRect().top;
      await document.fonts.ready;
      grow('200px');
      await drawn();
      scrollTo(0, document.documentElement.scrollHeight);
      await drawn();
      const last = place();
      grow('100px');
      await drawn();
      return [last, place()];
    });
    expect(Math.abs(after - before)).toBeLessThanOrEqual(1);
  });

  it('[WEB-32] when the time is over the page takes nothing more, and shows the receipt of the server', async () => {
    const { hall } = test;
    const username = 'teacher07';
    const examId = await hall.publish({
      title: 'Short',
      durationMinutes: 0.1,
      graceSeconds: 0,
      sections: [{ id: 's', title: 'S', select: { ids: [single.id] }, marks: { correct: '1', wrong: '0' } }],
      candidates: [username],
    });
    const candidate = await test.candidate(username);
    const { page, texts } = candidate;
    await candidate.signIn();
    await candidate.begin(examId);
    const value = await answerSomehow(candidate, single);
    await candidate.untilSaved();
    await page.getByText(texts.time.overTitle).waitFor();
    expect(await page.locator('.answer-form input').first().isDisabled()).toBe(true);
    await page.getByText(texts.receipt.reasons.expired).waitFor();
    await candidate.untilReceipt();
    expect(await hall.stored(username, examId)).toMatchObject({
      status: 'sealed',
      seals: 1,
      late: [],
      answers: { [single.id]: { value, marked: false } },
    });
  });

  it('[WEB-116] in a browser of 2022 that gets no updates an exam is sat as in any other', async () => {
    const { hall } = test;
    const username = 'teacher08';
    const candidate = await test.candidate(username, {
      flaw: () => {
        for (const name of ['findLast', 'toReversed', 'toSorted'])
          Reflect.deleteProperty(Array.prototype, name);
        for (const name of ['isWellFormed', 'toWellFormed']) Reflect.deleteProperty(String.prototype, name);
        Reflect.deleteProperty(Object, 'hasOwn');
        Reflect.deleteProperty(AbortSignal, 'timeout');
      },
    });
    await candidate.signIn();
    await candidate.begin(hall.demoExamId);
    await candidate.goTo(shortText.id);
    const value = await answerSomehow(candidate, shortText);
    await candidate.handIn();
    await candidate.untilReceipt();
    expect((await hall.stored(username, hall.demoExamId))?.answers[shortText.id]?.value).toBe(value);
  });

  it('[WEB-117] a browser that is too old for the page says so in every language', async () => {
    const candidate = await test.candidate('teacher09', {
      flaw: () => Reflect.deleteProperty(window, 'HTMLDialogElement'),
    });
    const { page } = candidate;
    await page.goto(test.hall.url);
    for (const words of ['too old', 'बहुत पुराना', 'खूप जुना']) {
      expect(await page.getByText(words).isVisible()).toBe(true);
    }
    expect(await page.locator('#app').count()).toBe(0);
  });
});
