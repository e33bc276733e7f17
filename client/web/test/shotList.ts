import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Language } from '../shared/texts/catalogues.ts';
import { CandidateAtPage } from './candidate.ts';
import { CutLine } from './cutLine.ts';
import { type DemoQuestion, demoQuestion, demoQuestions } from './demoQuestions.ts';
import type { ExamHall } from './examHall.ts';
import type { ShotExams } from './shotExams.ts';
import { walkTools } from './shotTools.ts';

export interface Surroundings {
  readonly hall: ExamHall;
  readonly browser: Browser;
  readonly language: Language;
  readonly width: number;
  readonly username: string;
  readonly exams: ShotExams;
  /** Writes what the page shows; `whole` as far as it can be scrolled. */
  readonly shoot: (page: Page, name: string, whole?: boolean) => Promise<void>;
}

const heightOf: Readonly<Record<number, number>> = { 360: 740, 768: 1024, 1280: 800 };

/** Goes through every screen and state, and takes a picture of each. */
export async function walk(surroundings: Surroundings): Promise<void> {
  await walkPublicPages(surroundings);
  await walkExam(surroundings);
  await walkSections(surroundings);
  await walkOtherDevices(surroundings);
  await walkEnd(surroundings);
  await walkStaff(surroundings);
  await walkDesign(surroundings);
}

function newContext({ browser, language, width }: Surroundings): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width, height: heightOf[width] ?? 800 },
    hasTouch: width < 768,
    locale: `${language}-IN`,
    // A page that keeps its pictures cannot be shown without one.
    serviceWorkers: 'block',
  });
}

async function newCandidate(surroundings: Surroundings, context?: BrowserContext): Promise<CandidateAtPage> {
  const { hall, username, language } = surroundings;
  const page = await (context ?? (await newContext(surroundings))).newPage();
  return new CandidateAtPage(hall, page, username, language);
}

async function walkPublicPages(surroundings: Surroundings): Promise<void> {
  const { hall, shoot } = surroundings;
  const candidate = await newCandidate(surroundings);
  const { page, texts } = candidate;
  await page.goto(hall.url);
  await candidate.button(texts.signIn.submit).waitFor();
  await shoot(page, 'sign-in', true);
  await candidate.press(texts.signIn.submit);
  await shoot(page, 'sign-in-empty', true);
  await candidate.fillSignIn('wrong');
  await candidate.press(texts.signIn.submit);
  await page.getByText(texts.errors['bad-credentials']).waitFor();
  await shoot(page, 'sign-in-wrong', true);
  await page.goto(`${hall.url}/nowhere`);
  await candidate.heading(texts.common.pageNotFound).waitFor();
  await shoot(page, 'not-found', true);
  await page.goto(`${hall.url}/verify`);
  await page.getByRole('textbox').fill('not a receipt');
  await candidate.press(texts.receipt.check);
  await page.locator('.banner').waitFor();
  await shoot(page, 'verify-bad', true);
  await page.goto(`${hall.url}/practice`);
  await candidate.button(texts.practice.start).waitFor();
  await shoot(page, 'practice-welcome', true);
  await candidate.press(texts.practice.start);
  await candidate.untilInExam();
  await shoot(page, 'practice-exam');
  await page.getByRole('radio').first().check();
  await candidate.handIn();
  await candidate.heading(texts.practice.resultTitle).waitFor();
  await page.locator('.katex').first().waitFor();
  await shoot(page, 'practice-result', true);
  await page.context().close();
}

async function walkExam(surroundings: Surroundings): Promise<void> {
  const { hall, exams, shoot, username, language, width } = surroundings;
  const examId = hall.demoExamId;
  const candidate = await newCandidate(surroundings);
  const { page, texts } = candidate;
  const line = await CutLine.onto(page, 'websocket');
  await candidate.signIn();
  await candidate.button(texts.myExams.refresh).waitFor();
  await shoot(page, 'my-exams', true);
  await page.goto(`${hall.url}/exams/${exams.upcoming}`);
  await page.getByText(texts.instructions.storageGood).waitFor();
  await shoot(page, 'waiting-room', true);
  await page.goto(`${hall.url}/exams/${examId}`);
  await page.getByText(texts.instructions.storageGood).waitFor();
  await candidate.press(texts.instructions.begin);
  await shoot(page, 'instructions', true);
  await candidate.begin(examId);
  await shoot(page, 'exam-first');

  for (const [name, question] of shownQuestions) {
    await candidate.goTo(question.id);
    await page.waitForLoadState('networkidle');
    await answer(candidate, question, language);
    await candidate.untilSaved();
    await shoot(page, `exam-${name}`);
    await shoot(page, `exam-${name}-whole`, true);
  }
  const numerical = demoQuestion('numerical');
  await candidate.goTo(numerical.id);
  await candidate.type('twelve');
  await shoot(page, 'exam-number-invalid', true);
  await candidate.type('१२.५');
  await candidate.untilSaved();
  await candidate.press(texts.buttons.markNext);
  await candidate.goTo(numerical.id);
  await shoot(page, 'exam-number-marked', true);
  const withImage = demoQuestions.find(({ images }) => images !== undefined);
  await walkTools(candidate, shoot);
  await candidate.press(texts.help.report);
  await candidate.press(texts.help.sendReport);
  await shoot(page, 'help-report');
  await candidate.press(texts.common.cancel);
  await candidate.press(texts.help.call);
  await shoot(page, 'help-call');
  await candidate.press(texts.common.cancel);
  if (withImage) await shootMissingImage(candidate, withImage, shoot);

  if (width < 1024) {
    await candidate.press(texts.palette.open);
    await shoot(page, 'palette');
    await candidate.press(texts.common.close);
  }
  await page.goBack();
  await candidate.button(texts.leave.stay).waitFor();
  await shoot(page, 'leave');
  await candidate.press(texts.leave.stay);

  const scope = ['--candidate', username];
  await hall.command('message', examId, ...scope, '--text', 'Please keep your identity card on the table.');
  await hall.command('warn', examId, ...scope, '--text', 'Please do not talk to your neighbours.');
  await hall.command('extend', examId, ...scope, '--minutes', '10');
  await page.getByText(texts.notices.deadline).waitFor();
  await shoot(page, 'notices');
  await page.locator('.notices-more summary').click();
  await shoot(page, 'notices-all');
  const read = candidate.button(texts.notices.read);
  while ((await read.count()) > 0) await read.first().click();
  await hall.command('pause', examId, ...scope);
  await candidate.heading(texts.paused.title).waitFor();
  await shoot(page, 'paused');
  await hall.command('resume', examId, ...scope);
  await candidate.untilInExam();

  line.cut();
  await candidate.goTo(demoQuestion('true-false').id);
  await page.getByRole('radio').first().check();
  await page.locator('.offline-strip').first().waitFor();
  await page.locator('[data-save="on-device"]').waitFor();
  await shoot(page, 'offline');
  await line.mend();
  await candidate.untilSaved();

  await candidate.press(texts.buttons.submit);
  await shoot(page, 'summary', true);
  await candidate.press(texts.summary.handIn);
  await shoot(page, 'summary-confirm');
  await candidate.press(texts.summary.confirm);
  await candidate.untilReceipt();
  await candidate.press(texts.receipt.verify);
  await page.getByText(texts.receipt.valid).waitFor();
  await shoot(page, 'receipt', true);
  const downloading = page.waitForEvent('download');
  await candidate.press(texts.receipt.download);
  const receipt = await readFile(await (await downloading).path(), 'utf8');
  await page.goto(`${hall.url}/verify`);
  await page.getByRole('textbox').fill(receipt);
  await candidate.press(texts.receipt.check);
  await page.getByText(texts.receipt.valid).waitFor();
  await shoot(page, 'verify-good', true);
  await page.goto(hall.url);
  await page.getByText(texts.myExams.handedIn).waitFor();
  await shoot(page, 'my-exams-after', true);
  await page.context().close();
}

const shownQuestions: readonly (readonly [string, DemoQuestion])[] = [
  ['single', demoQuestion('single', ({ text }) => text?.['en']?.includes('$') === true)],
  ['multiple', demoQuestion('multiple')],
  ['matrix', demoQuestion('matrix')],
  ['assertion', demoQuestion('assertion-reason')],
  ['true-false', demoQuestion('true-false')],
  ['short-text', demoQuestion('short-text')],
  ['passage', demoQuestion('single', ({ group }) => group !== undefined)],
  ['image', demoQuestions.find(({ images }) => images !== undefined) ?? demoQuestion('single')],
];

async function answer({ page }: CandidateAtPage, question: DemoQuestion, language: Language): Promise<void> {
  switch (question.type) {
    case 'numerical':
      return await page.getByRole('textbox').fill('12.5');
    case 'short-text':
      return await page.getByRole('textbox').fill(language === 'en' ? 'Photosynthesis 🌱' : 'प्रकाश संश्लेषण 🌱');
    case 'multiple':
    case 'matrix':
      return await page.locator('.answer-form').getByRole('checkbox').first().check();
    default:
      return await page.locator('.answer-form').getByRole('radio').first().check();
  }
}

async function shootMissingImage(
  candidate: CandidateAtPage,
  question: DemoQuestion,
  shoot: Surroundings['shoot'],
): Promise<void> {
  const { page, texts } = candidate;
  await page.route('**/media/**', (route) => route.abort());
  await page.reload();
  await candidate.untilInExam();
  await candidate.goTo(question.id);
  await page.getByText(texts.answer.imageFailed).waitFor();
  await shoot(page, 'exam-image-missing', true);
  await page.unroute('**/media/**');
}

async function walkSections(surroundings: Surroundings): Promise<void> {
  const { exams, shoot } = surroundings;
  const candidate = await newCandidate(surroundings);
  const { page, texts } = candidate;
  await candidate.signIn();
  await candidate.begin(exams.locked);
  await shoot(page, 'sections-locked');
  await candidate.press(texts.tools.calculator);
  await page.locator('.calculator').getByRole('textbox').fill('sin(30)×2^10');
  await page.keyboard.press('Enter');
  await shoot(page, 'calculator-scientific');
  await page.keyboard.press('Escape');
  await candidate.press(texts.exam.nextSection);
  await shoot(page, 'sections-next');
  await page.context().close();
}

async function walkOtherDevices(surroundings: Surroundings): Promise<void> {
  const { exams, hall, shoot, username } = surroundings;
  const context = await newContext(surroundings);
  const first = await newCandidate(surroundings, context);
  const { texts } = first;
  await first.signIn();
  await first.begin(exams.supervised);
  const sitting = `${hall.url}/exams/${exams.supervised}/sit`;

  const tab = await newCandidate(surroundings, context);
  await tab.page.goto(sitting);
  await tab.heading(texts.elsewhere.otherTabTitle).waitFor();
  await shoot(tab.page, 'other-tab', true);

  const second = await newCandidate(surroundings);
  await second.signIn();
  await second.page.goto(sitting);
  await second.page.getByText(texts.errors['takeover-needs-release']).waitFor();
  await shoot(second.page, 'takeover-needs-release', true);
  await hall.command('release-device', exams.supervised, '--candidate', username);
  // It asks again by itself.
  await second.untilInExam();
  await second.page.getByText(texts.elsewhere.takenOverTitle).waitFor();
  await shoot(second.page, 'taken-over');
  await first.page.getByText(texts.elsewhere.supersededTitle).waitFor();
  await shoot(first.page, 'superseded');

  await hall.endSignIns(username);
  await second.page.getByText(texts.signInAgain.title).waitFor();
  await shoot(second.page, 'sign-in-again');
  await second.page.context().close();
  await context.close();
}

async function walkEnd(surroundings: Surroundings): Promise<void> {
  const { exams, shoot } = surroundings;
  const context = await newContext(surroundings);
  await context.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
  const candidate = await newCandidate(surroundings, context);
  const { page, texts } = candidate;
  await candidate.signIn();
  await page.goto(`${surroundings.hall.url}/exams/${exams.short}`);
  await page.getByText(texts.instructions.storageTitle).waitFor();
  await shoot(page, 'storage-forbidden', true);
  await candidate.begin(exams.short);
  await shoot(page, 'exam-last-minute');
  await page.getByText(texts.time.overTitle).waitFor();
  await shoot(page, 'time-over');
  await candidate.untilReceipt();
  await shoot(page, 'receipt-expired', true);
  await context.close();
}

async function walkStaff(surroundings: Surroundings): Promise<void> {
  const { hall, shoot, language } = surroundings;
  const context = await newContext(surroundings);
  const page = await context.newPage();
  const proctor = new CandidateAtPage(hall, page, 'proctor01', language);
  await page.goto(`${hall.url}/proctor`);
  await proctor.fillSignIn(hall.passwordOf('proctor01'));
  await proctor.press(proctor.texts.signIn.submit);
  await page.locator('.exam-room').first().waitFor();
  await shoot(page, 'proctor', true);
  await page.goto(hall.url);
  await page.getByText(proctor.texts.staff.notYours).waitFor();
  await shoot(page, 'wrong-role', true);
  await context.close();
}

async function walkDesign(surroundings: Surroundings): Promise<void> {
  const { hall, shoot } = surroundings;
  const context = await newContext(surroundings);
  const page = await context.newPage();
  await page.goto(`${hall.url}/design`);
  await page.getByRole('heading', { name: 'Design system' }).waitFor();
  await shoot(page, 'design', true);
  await context.close();
}
