import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { applyMigrations } from '../../../server/ledger/migrate.ts';
import { startEmbedded } from '../../../server/main/embeddedPostgres.ts';
import type { Theme } from '../shared/display/theme.ts';
import { type Language, languages } from '../shared/texts/catalogues.ts';
import { launchBrowser } from './browser.ts';
import { ExamHall } from './examHall.ts';
import { type ShotExams, walk } from './shotList.ts';

/**
 * `npm run screenshots [-- LANGUAGE-WIDTH …]`: pictures of every screen and state, in three languages, widths and sets of
 * colours, into the folder `screenshots`, to be looked at.
 */

const widths = [360, 768, 1280] as const;
const shownThemes = ['light', 'dark', 'contrast-dark'] as const satisfies readonly Theme[];
const target = fileURLToPath(new URL('../../../screenshots/', import.meta.url));
const say = (line: string) => void process.stdout.write(`${line}\n`);

const wanted = process.argv.slice(2);
const combinations = languages
  .flatMap((language) => widths.map((width) => ({ language, width, name: `${language}-${width}` })))
  .map((combination, index) => ({ ...combination, username: `teacher${String(index + 1).padStart(2, '0')}` }))
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const dataDir = await mkdtemp(join(tmpdir(), 'pariksha-screenshots-'));
const postgres = await startEmbedded({ dataDir });
await applyMigrations({ databaseUrl: postgres.url, log: () => undefined });
const hall = await ExamHall.open(postgres.url);
const browser = await launchBrowser();
try {
  const exams = await publishAll(hall);
  for (const { name, ...combination } of combinations) {
    const folderOf = (theme: Theme) => join(target, `${name}-${theme}`);
    for (const theme of shownThemes) {
      await rm(folderOf(theme), { recursive: true, force: true });
      await mkdir(folderOf(theme), { recursive: true });
    }
    let count = 0;
    const shoot = async (page: Page, shot: string, whole = false) => {
      count += 1;
      const file = `${String(count).padStart(2, '0')}-${shot}.png`;
      await page.evaluate(() => document.fonts.ready);
      for (const theme of shownThemes) {
        await page.evaluate((colours) => {
          document.documentElement.dataset['theme'] = colours;
        }, theme);
        const path = join(folderOf(theme), file);
        await page.screenshot({ path, fullPage: whole, animations: 'disabled' });
      }
    };
    await walk({ hall, browser, exams, shoot, ...combination });
    say(`${name}: ${count} pictures in ${shownThemes.length} sets of colours`);
  }
} finally {
  await browser.close();
  await hall.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function publishAll(to: ExamHall): Promise<ShotExams> {
  const title = (en: string, hi: string, mr: string): Readonly<Record<Language, string>> => ({ en, hi, mr });
  const select = (from: number, count: number) => ({
    ids: Array.from({ length: count }, (_, index) => `demo-${String(from + index).padStart(3, '0')}`),
  });
  const marks = { correct: '4', wrong: '-1' };
  const candidates = { all: true };
  const day = 86_400_000;
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const one = [{ id: 'a', title: title('Mathematics', 'गणित', 'गणित'), select: select(14, 5), marks }];
  await to.publish({
    title: title('Mathematics, second shift', 'गणित, दूसरी पाली', 'गणित, दुसरे सत्र'),
    durationMinutes: 40,
    window: { opensAt: at(1.2 * day), lastEntryAt: at(1.3 * day), closesAt: at(1.5 * day) },
    sections: one,
    candidates,
  });
  await to.publish({
    title: title('Mathematics, first shift', 'गणित, पहली पाली', 'गणित, पहिले सत्र'),
    durationMinutes: 40,
    window: { opensAt: at(-2 * day), lastEntryAt: at(-1.9 * day), closesAt: at(-1.8 * day) },
    sections: one,
    candidates,
  });
  const locked = await to.publish({
    title: title('Three timed sections', 'समयबद्ध तीन खंड', 'वेळेचे तीन विभाग'),
    navigation: 'locked',
    durationMinutes: 60,
    sections: [
      {
        id: 'a',
        title: title('Aptitude', 'अभिरुचि', 'अभियोग्यता'),
        durationMinutes: 20,
        select: select(1, 6),
        marks,
      },
      {
        id: 'b',
        title: title('Mathematics', 'गणित', 'गणित'),
        durationMinutes: 20,
        select: select(14, 6),
        marks,
      },
      {
        id: 'c',
        title: title('Language', 'भाषा', 'भाषा'),
        durationMinutes: 20,
        select: select(33, 4),
        marks,
      },
    ],
    candidates,
  });
  const short = await to.publish({
    title: title('Very short', 'बहुत छोटी', 'अगदी लहान'),
    durationMinutes: 0.1,
    sections: one,
    candidates,
  });
  const supervised = await to.publish({
    title: title('In the hall', 'परीक्षा कक्ष में', 'परीक्षा दालनात'),
    durationMinutes: 45,
    takeover: 'proctor-release',
    sections: one,
    candidates,
  });
  return { locked, short, supervised };
}
