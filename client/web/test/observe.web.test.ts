import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { CandidateAtPage } from './candidate.ts';
import { inHall } from './inHall.ts';

const exam = {
  title: 'Watched',
  durationMinutes: 60,
  sections: [
    { id: 's1', title: 'All', select: { count: 4, type: 'single' }, marks: { correct: '1', wrong: '0' } },
  ],
  conduct: {
    'tab-hidden': [
      { after: 2, do: 'warn', text: 'Please stay on this page.' },
      { after: 3, do: 'call' },
    ],
    paste: [],
  },
};

/** As when the candidate goes to another tab and comes back: a browser without a window has none to go to. */
async function leaveTab(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const state of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', { get: () => state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }
  });
}

describe('what the candidate’s page does about conduct', () => {
  const venue = inHall();

  async function sit(username: string): Promise<CandidateAtPage & { examId: string }> {
    const examId = await venue.hall.publish({ ...exam, title: `Watched ${username}` });
    const candidate = await venue.candidate(username);
    await candidate.signIn();
    await candidate.begin(examId);
    return Object.assign(candidate, { examId });
  }

  const incidentsOf = (examId: string) =>
    venue.hall.prisma.incident.findMany({ where: { examId }, orderBy: { changed: 'asc' } });

  async function entriesIn(examId: string) {
    const rows = await venue.hall.prisma.$queryRaw<{ body: string }[]>`
      SELECT l.body FROM attempt_log l JOIN attempt a ON a.id = l.attempt_id
      WHERE a.exam_id = ${examId}::uuid AND l.kind = 'answered' ORDER BY l.seq`;
    return rows.flatMap(({ body }) => {
      const { entries }: { entries: { kind: string; type?: string; commandId?: string }[] } =
        JSON.parse(body);
      return entries;
    });
  }

  const observedIn = async (examId: string) =>
    (await entriesIn(examId)).flatMap(({ kind, type }) => (kind === 'observed' && type ? [type] : []));

  it('[OBS-7, OBS-8] a tab switch is recorded; the second is warned of, the third pauses and calls a person', async () => {
    const candidate = await sit('teacher01');
    const { page, texts, examId } = candidate;
    await leaveTab(page);
    await candidate.untilSaved();
    expect(await observedIn(examId)).toEqual(['tab-hidden']);
    expect(await venue.hall.commandIds(examId)).toEqual([]);
    await leaveTab(page);
    await page.getByText('Please stay on this page.').waitFor();
    await page.getByText(texts.notices.warn, { exact: true }).waitFor();
    const [warning] = await venue.hall.commandIds(examId);
    const confirmed = async () => (await entriesIn(examId)).filter(({ kind }) => kind === 'confirmed');
    await venue.hall.untilStored(async () => (await confirmed()).length > 0);
    expect(await confirmed()).toMatchObject([{ commandId: warning }]);
    await leaveTab(page);
    await candidate.heading(texts.paused.title).waitFor();
    await page.getByText(texts.help.byRules).waitFor();
    await venue.hall.untilStored(async () => (await incidentsOf(examId)).length > 0);
    expect(await incidentsOf(examId)).toMatchObject([{ kind: 'conduct', state: 'open' }]);
    await candidate.press(texts.help.call);
    await candidate.press(texts.help.sendCall);
    await page.locator('[data-help="call"][data-progress="received"]').waitFor();
    const attempt = await venue.hall.prisma.attempt.findFirstOrThrow({ where: { examId } });
    expect(attempt.status).toBe('open');
  });

  it('[OBS-4, OBS-7] zoom, size, focus and keys are not looked at, nor what the exam does not name', async () => {
    const candidate = await sit('teacher02');
    const { page, examId } = candidate;
    await page.setViewportSize({ width: 640, height: 400 });
    await page.evaluate(() => {
      document.body.style.zoom = '2';
    });
    for (const key of ['Tab', 'Tab', 'Shift+Tab', 'ArrowDown', 'PageDown', 'F6', 'Control+F']) {
      await page.keyboard.press(key);
    }
    await page.evaluate(() => {
      for (const event of ['copy', 'cut', 'contextmenu', 'selectionchange']) {
        document.dispatchEvent(new Event(event));
      }
      document.dispatchEvent(new Event('paste'));
    });
    await candidate.untilSaved();
    await venue.hall.untilStored(async () => (await observedIn(examId)).length > 0);
    expect(await observedIn(examId)).toEqual(['paste']);
  });

  it('[OBS-9, OBS-8] a call and a report are said to be received only when they are, also after a lost connection', async () => {
    const candidate = await sit('teacher03');
    const { page, texts, examId } = candidate;
    await page.context().setOffline(true);
    await page.locator('[data-save="on-device"], [data-save="saved"]').first().waitFor();
    await candidate.press(texts.help.report);
    await candidate.press(texts.help.sendReport);
    await page.getByText(texts.help.sayWhat).waitFor();
    await page.getByLabel(texts.help.reportLabel).fill('Two options are the same.');
    await candidate.press(texts.help.sendReport);
    await candidate.press(texts.help.call);
    await page.getByLabel(texts.help.callLabel).fill('My screen flickers.');
    await candidate.press(texts.help.sendCall);
    await page.getByText(texts.help.ofCall.waiting).waitFor();
    await page.locator('[data-help="report"][data-progress="waiting"]').waitFor();
    expect(await incidentsOf(examId)).toEqual([]);
    await page.context().setOffline(false);
    await page.locator('[data-help="call"][data-progress="received"]').waitFor();
    await page.locator('[data-help="report"][data-progress="received"]').waitFor();
    expect((await incidentsOf(examId)).map(({ kind, count }) => [kind, count]).toSorted()).toEqual([
      ['invigilator-call', 1],
      ['question-report', 1],
    ]);
    const reports = await venue.hall.prisma.incidentReport.findMany({ orderBy: { text: 'asc' } });
    expect(reports.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['My screen flickers.', 'Two options are the same.']),
    );
  });
});
