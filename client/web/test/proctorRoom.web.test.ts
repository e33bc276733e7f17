import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../server/test/database.ts';
import { startRedis, type TestRedis } from '../../../server/test/redis.ts';
import { answerSomehow } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { CandidateAtPage } from './candidate.ts';
import { demoQuestions } from './demoQuestions.ts';
import { ExamHall } from './examHall.ts';
import { ProctorAtPage } from './proctor.ts';

const [one, two] = demoQuestions.filter(({ type }) => type === 'single');
if (one === undefined || two === undefined) throw new Error('The built-in exam has too few questions.');

let database: TestDatabase;
let redis: TestRedis;
let hall: ExamHall;
/** The other server: candidates sit there, proctors at the first. */
let elsewhere: string;
let browser: Browser;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  hall = await ExamHall.open(database.url, redis.url, { SECOND_APPROVER_ABOVE: '5' });
  elsewhere = await hall.startAnother();
  browser = await launchBrowser();
});

/** What the page's Content-Security-Policy has kept from it. */
const blocked: string[] = [];

afterEach(async () => {
  expect(blocked).toEqual([]);
  for (const context of browser.contexts()) await context.close();
});

afterAll(async () => {
  await browser?.close();
  await hall?.close();
  await redis?.stop();
  await database?.drop();
});

async function newPage() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IN' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) blocked.push(message.text());
  });
  return page;
}

async function signedInElsewhere(username: string): Promise<CandidateAtPage> {
  const door = { url: elsewhere, passwordOf: (name: string) => hall.passwordOf(name) };
  const candidate = new CandidateAtPage(door, await newPage(), username);
  await candidate.signIn();
  return candidate;
}

async function candidateElsewhere(username: string, examId: string): Promise<CandidateAtPage> {
  const candidate = await signedInElsewhere(username);
  await candidate.begin(examId);
  return candidate;
}

async function proctorIn(examId: string): Promise<ProctorAtPage> {
  const proctor = new ProctorAtPage(hall, await newPage(), 'proctor01');
  await proctor.enter(examId);
  return proctor;
}

function publish(title: string, more: object = {}): Promise<string> {
  const select = { ids: [one?.id, two?.id] };
  return hall.publish({
    title,
    durationMinutes: 60,
    sections: [{ id: 's', title: 'S', select, marks: { correct: '1', wrong: '0' } }],
    candidates: { all: true },
    ...more,
  });
}

async function rollOf(examId: string, username: string): Promise<string> {
  const row = await hall.prisma.enrolment.findFirstOrThrow({ where: { examId, candidate: { username } } });
  return row.rollNumber;
}

async function answer(candidate: CandidateAtPage, question = one): Promise<void> {
  if (question === undefined) throw new Error('There is no such question.');
  await candidate.goTo(question.id);
  await answerSomehow(candidate, question);
}

describe('the control room and a candidate at two servers', () => {
  it('[WEB-49, WEB-30] a proctor finds somebody by roll number, sees them write, and speaks to them', async () => {
    const examId = await publish('Seen');
    const proctor = await proctorIn(examId);
    const { page, texts } = proctor;
    const roll = await rollOf(examId, 'teacher01');
    await page.keyboard.press('/');
    await page.keyboard.type(roll);
    await proctor.row(roll).getByText(texts.counts.absent).waitFor();

    const candidate = await candidateElsewhere('teacher01', examId);
    await proctor.row(roll).getByText(texts.counts.started).waitFor();
    await answer(candidate);
    await candidate.untilSaved();
    await proctor.row(roll).locator('.cell-answered', { hasText: /^1$/ }).waitFor();

    await page.keyboard.press('Enter');
    await proctor.person.getByText(roll).waitFor();
    await proctor.act('message', { text: 'Your machine will be moved.' });
    await candidate.page.getByText('Your machine will be moved.').waitFor();
    await proctor.desk('commands');
    await page.locator('.command', { hasText: texts.commands.confirmed('1') }).waitFor();
    await candidate.page.context().close();
    await proctor.person.locator('.state-offline').first().waitFor();
  });

  it('[WEB-50] four clicks give a centre more time', async () => {
    const examId = await publish('Extended');
    const candidate = await candidateElsewhere('teacher02', examId);
    const proctor = await proctorIn(examId);
    const { page, texts } = proctor;
    const { id: centreId, districtId } = await hall.prisma.centre.findFirstOrThrow({
      where: { code: 'PUN-01' },
    });
    let clicks = 0;
    const click = async (target: string) => {
      clicks += 1;
      await page.locator(target).click();
    };
    await click(`.tile[data-place="${districtId}"] a`);
    await page.locator(`.tile[data-place="${centreId}"]`).waitFor();
    await click(`.tile[data-place="${centreId}"] .tile-act`);
    await page.getByText(texts.actions.reach.reaches('3 candidates')).waitFor();
    await click('dialog [data-reason="power"]');
    await click('dialog button[type="submit"]');
    expect(clicks).toBe(4);
    await candidate.page.getByText(candidate.texts.notices.deadline).first().waitFor();
    expect(await hall.commandIds(examId)).toHaveLength(1);
  });

  it('[WEB-51] an action without its reason is not sent, a paused candidate waits until resumed, and a code is shown', async () => {
    const examId = await publish('Paused');
    const candidate = await candidateElsewhere('teacher03', examId);
    const proctor = await proctorIn(examId);
    await proctor.find(await rollOf(examId, 'teacher03'));
    await proctor.person.locator('.state-started').waitFor();
    await proctor.person.locator('[data-action="pause"]').click();
    await proctor.dialog.locator('button[type="submit"]').click();
    await proctor.dialog.getByText(proctor.texts.actions.reasonNeeded).waitFor();
    expect(await hall.commandIds(examId)).toEqual([]);
    await proctor.dialog.locator('[data-reason="medical"]').click();
    await proctor.dialog.locator('button[type="submit"]').click();
    await candidate.heading(candidate.texts.paused.title).waitFor();
    await proctor.person.locator('.state-paused').waitFor();
    await proctor.act('resume');
    await candidate.heading(candidate.texts.paused.title).waitFor({ state: 'detached' });
    await proctor.button(proctor.texts.actions.more, proctor.person).click();
    await proctor.person.locator('[data-action="sign-in-code"]').click();
    await proctor.dialog.locator('[data-reason="request"]').click();
    await proctor.dialog.locator('button[type="submit"]').click();
    await proctor.dialog.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).waitFor();
    await proctor.dialog.getByText('teacher03').waitFor();
  });

  it('[WEB-52, WEB-59, CLI-41] who calls, or waits for a release, appears as an incident, which one deals with there', async () => {
    const examId = await publish('Calling', { takeover: 'proctor-release' });
    const candidate = await candidateElsewhere('teacher04', examId);
    const proctor = await proctorIn(examId);
    const { incidents, actions } = proctor.texts;
    await candidate.press(candidate.texts.help.call);
    await candidate.press(candidate.texts.help.sendCall);
    const card = proctor.page.locator('.incident', { hasText: incidents.kinds['invigilator-call'] });
    await proctor.button(incidents.claim, card).click();
    await card.getByText(incidents.takenByYou).waitFor();
    const second = new ProctorAtPage(hall, await newPage(), 'admin');
    await second.enter(examId);
    await second.page.locator('.incident').getByText(incidents.takenBy('Shobha Nikam')).waitFor();
    await proctor.button(incidents.note, card).click();
    await card.locator('textarea:focus').fill('Going there.');
    await proctor.button(incidents.addNote, card).click();
    await second.page.getByText('Going there.').waitFor();
    await proctor.button(incidents.resolve, card).click();
    await card.locator('textarea:focus').fill('A new keyboard.');
    await proctor.button(incidents.confirmResolve, card).click();
    await second.page.getByText(incidents.none).waitFor();

    const device = await signedInElsewhere('teacher04');
    await device.page.goto(`${elsewhere}/exams/${examId}/sit`);
    await device.page.getByText(device.texts.errors['takeover-needs-release']).waitFor();
    await device.page.getByText(device.texts.refused.goesOn).waitFor();
    const waiting = proctor.page.locator('.incident', { hasText: incidents.kinds['device-waiting'] });
    await proctor.button(actions.kinds['release-device'], waiting).click();
    await proctor.give('1 candidate');
    await device.untilInExam();
    await waiting.waitFor({ state: 'detached' });
  });

  it('[WEB-53] what came late after a forced hand-in counts once it is admitted', async () => {
    const examId = await publish('Late');
    const candidate = await candidateElsewhere('teacher05', examId);
    await answer(candidate, one);
    await candidate.untilSaved();
    const proctor = await proctorIn(examId);
    const { page, texts } = proctor;
    await proctor.find(await rollOf(examId, 'teacher05'));
    await candidate.page.context().setOffline(true);
    await answer(candidate, two);
    await proctor.act('force-submit');
    await proctor.person.locator('.state-handed-in').waitFor();
    await candidate.page.context().setOffline(false);
    await candidate.untilReceipt();

    const late = proctor.person.locator('.late-frame');
    await late.getByRole('checkbox').first().waitFor();
    await proctor.button(texts.late.save, late).click();
    await late.getByText(texts.actions.reasonNeeded).waitFor();
    await late.locator('[data-reason="network"]').click();
    await proctor.button(texts.late.save, late).click();
    await late.getByText(texts.late.judged(1, 1)).waitFor();
    const stored = await hall.stored('teacher05', examId);
    expect(Object.keys(stored?.answers ?? {}).toSorted()).toEqual([one?.id, two?.id].toSorted());
    const slider = proctor.person.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await proctor.person.getByText(texts.timeline.answeredThen(0)).waitFor();
    await page.keyboard.press('End');
    await proctor.person.getByText(texts.timeline.answeredThen(2)).waitFor();
  });

  it('[WEB-57] what ends the exam of many waits for a second person at a page of their own, and can be taken back', async () => {
    const examId = await publish('Ended');
    const candidate = await candidateElsewhere('teacher06', examId);
    const proctor = await proctorIn(examId);
    const { approvals, actions } = proctor.texts;
    await proctor.actHere('announce', { reaches: 20, text: 'Nobody leaves the hall.' });
    await candidate.page.getByText('Nobody leaves the hall.').waitFor();
    await proctor.actHere('terminate', { reaches: 20 });
    await proctor.page.getByText(approvals.notYet).waitFor();
    await proctor.desk('approvals');
    await proctor.page.getByText(approvals.own).waitFor();

    const colleague = new ProctorAtPage(hall, await newPage(), 'admin');
    await colleague.enter(examId);
    await colleague.desk('approvals');
    const asked = colleague.page.locator('.approval');
    await colleague.button(approvals.approve, asked).click();
    await asked.getByText(actions.reasonNeeded).waitFor();
    expect(await hall.commandIds(examId)).toHaveLength(1);
    await asked.locator('[data-reason="conduct"]').click();
    await colleague.button(approvals.approve, asked).click();
    await candidate.untilReceipt();
    await colleague.page.getByText(approvals.none).waitFor();

    await proctor.find(await rollOf(examId, 'teacher06'));
    await proctor.act('reopen');
    await candidate.untilInExam();
  });

  it('[WEB-54, WEB-42] a room that is not there, a lost network and servers that do not hear each other are said in words', async () => {
    const proctor = new ProctorAtPage(hall, await newPage(), 'proctor01');
    const { page, texts, shared } = proctor;
    await page.goto(`${hall.url}/proctor`);
    await page.getByLabel(shared.signIn.username).fill('proctor01');
    await page.getByLabel(shared.signIn.password, { exact: true }).fill(hall.passwordOf('proctor01'));
    await proctor.button(shared.signIn.submit).click();
    await page.getByRole('link', { name: texts.exams.open }).first().waitFor();
    await page.goto(`${hall.url}/proctor/00000000-0000-4000-8000-000000000000`);
    await page.getByText(texts.problems.errors['not-found']).waitFor();
    await page.getByRole('link', { name: texts.room.toExams }).click();
    await page.getByRole('link', { name: texts.exams.open }).first().click();
    await page.getByText(texts.freshness.fresh, { exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.locator('.freshness-away, .freshness-silent').waitFor();
    await page.locator('.tile').first().waitFor();
    await page.context().setOffline(false);
    await page.getByText(texts.freshness.fresh, { exact: true }).waitFor();
    await redis.kill();
    await page.locator('.freshness-stale').waitFor();
    await redis.restart();
    await page.getByText(texts.freshness.fresh, { exact: true }).waitFor();
  });
});
