import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { applyMigrations } from '../../../server/ledger/migrate.ts';
import { startEmbedded } from '../../../server/main/embeddedPostgres.ts';
import { serveRecordedRoom } from '../proctor/test/recordedServer.ts';
import { type Theme, themes } from '../shared/display/theme.ts';
import { languages } from '../shared/texts/catalogues.ts';
import { launchBrowser } from './browser.ts';
import { ExamHall } from './examHall.ts';
import { walkRoom } from './roomWalk.ts';
import { publishShotExams } from './shotExams.ts';
import { walk } from './shotList.ts';

/**
 * `npm run screenshots [-- LANGUAGE-WIDTH … room]`: pictures of every screen and state, in three languages, widths and sets of
 * colours, into the folder `screenshots`, to be looked at.
 */

const widths = [360, 768, 1280] as const;
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
  const exams = await publishShotExams(hall);
  for (const { name, ...combination } of combinations) {
    const folderOf = (theme: Theme) => join(target, `${name}-${theme}`);
    for (const theme of themes) {
      await rm(folderOf(theme), { recursive: true, force: true });
      await mkdir(folderOf(theme), { recursive: true });
    }
    let count = 0;
    const shoot = async (page: Page, shot: string, whole = false) => {
      count += 1;
      const file = `${String(count).padStart(2, '0')}-${shot}.png`;
      if (whole) await page.evaluate(() => scrollTo(0, 0));
      await page.evaluate(() => document.fonts.ready);
      for (const theme of themes) {
        await page.evaluate((colours) => {
          document.documentElement.dataset['theme'] = colours;
        }, theme);
        const path = join(folderOf(theme), file);
        await page.screenshot({ path, fullPage: whole, animations: 'disabled' });
      }
    };
    await walk({ hall, browser, exams, shoot, ...combination });
    say(`${name}: ${count} pictures in ${themes.length} sets of colours`);
  }
  if (wanted.length === 0 || wanted.includes('room')) await shootRooms();
} finally {
  await browser.close();
  await hall.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** The control room of an exam with 40,000 candidates, on a laptop and on the wall. */
async function shootRooms(): Promise<void> {
  const server = await serveRecordedRoom({ seed: 5 });
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ] as const) {
    const folder = join(target, `room-${width}`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
    let count = 0;
    await walkRoom(page, server.url, async (shown, name) => {
      count += 1;
      const path = join(folder, `${String(count).padStart(2, '0')}-${name}.png`);
      await shown.screenshot({ path, animations: 'disabled' });
    });
    await page.context().close();
    say(`room-${width}: ${count} pictures`);
  }
  await server.close();
}
