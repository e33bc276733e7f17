import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RecordedServer, serveRecordedRoom } from '../proctor/test/recordedServer.ts';
import { en } from '../proctor/texts/en.ts';
import { mr } from '../proctor/texts/mr.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { walkRoom } from './roomWalk.ts';

let browser: Browser;
let server: RecordedServer;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await server.close();
});

afterAll(() => browser.close());

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IN' });
  return context.newPage();
}

describe('the control room of a large exam', () => {
  it('[WEB-55, WEB-58] has all 40,000 in its list, draws those in sight, and selects some and opens one by keys alone', async () => {
    server = await serveRecordedRoom({ seed: 3 });
    const page = await newPage();
    await page.goto(`${server.url}/proctor/exam-1`);
    await page.locator('.tile').first().waitFor();
    expect(await page.locator('.tile').count()).toBe(36);
    await page.locator('.summary [data-revision]').waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    await page.getByText(en.table.shown('40,000', '40,000')).waitFor();
    expect(await page.locator('.person-row').count()).toBeLessThan(60);
    await page.locator('#people').focus();
    await page.keyboard.press('End');
    await page.locator(`.person-row[aria-rowindex="40001"]`).waitFor();
    for (const key of ['Space', 'ArrowUp', 'Space', 'e']) await page.keyboard.press(key);
    const { kinds } = en.actions;
    await page.getByRole('dialog', { name: `${kinds.extend} · ${en.counts.people('2', false)}` }).waitFor();
    await page.keyboard.press('Escape');
    const list = page.locator('.people-scroll');
    await list.evaluate((element) => element.scrollTo(0, 4_000));
    await page.keyboard.press('/');
    await page.keyboard.type('MH280');
    await page.getByText(en.table.shown('40,000', '40,000')).waitFor({ state: 'detached' });
    expect(await list.evaluate((element) => element.scrollTop)).toBe(4_000);
    await page.keyboard.type('0417');
    await page.getByText(en.table.shown('1', '40,000')).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.person').getByText('MH2800417').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('.person').waitFor({ state: 'detached' });
  });

  it('[WEB-122] is in another language at once, and neither opened again nor without what was typed', async () => {
    server = await serveRecordedRoom({ seed: 3, share: 0.05 });
    const page = await newPage();
    await page.goto(`${server.url}/proctor/exam-1`);
    await page.locator('#room-search').fill('MH28');
    const language = page.locator('.room-header .language-switch select');
    await language.focus();
    await language.selectOption('mr');
    await page.getByPlaceholder(mr.table.searchHint).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('#room-search').inputValue()).toBe('MH28');
    expect(await language.evaluate((select) => select === document.activeElement)).toBe(true);
  });

  it('[WEB-42, WEB-43] says that it is stale, and that it was ended because the page was too slow', async () => {
    server = await serveRecordedRoom({ seed: 3, share: 0.05 });
    const page = await newPage();
    await page.goto(`${server.url}/proctor/exam-1`);
    await page.locator('.freshness-fresh').waitFor();
    server.isStale = true;
    await page.locator('.freshness-stale').waitFor();
    await page.locator('.room-news').getByText('Some servers cannot be heard').waitFor();
    server.drop();
    await page.getByRole('heading', { name: en.room.droppedTitle }).waitFor();
    server.isStale = false;
    await page.getByRole('button', { name: en.room.openAgain }).click();
    await page.locator('.freshness-fresh').waitFor();
  });

  it('[WEB-56] has nothing that axe finds fault with, in any set of colours', async () => {
    server = await serveRecordedRoom({ seed: 3, share: 0.05 });
    await walkRoom(await newPage(), server.url, async (page, name) => {
      expect.soft(await axeFindings(page), name).toEqual([]);
    });
  });
});
