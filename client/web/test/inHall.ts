import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createTestDatabase } from '../../../server/test/database.ts';
import type { Language } from '../shared/texts/catalogues.ts';
import { launchBrowser } from './browser.ts';
import { CandidateAtPage } from './candidate.ts';
import { ExamHall } from './examHall.ts';

interface HallOfTest {
  readonly hall: ExamHall;
  /** At a device of their own. */
  candidate(username: string, options?: CandidateOptions): Promise<CandidateAtPage>;
}

export interface CandidateOptions {
  readonly language?: Language;
  readonly width?: number;
  /** To sit at a device that is there already. */
  readonly context?: BrowserContext;
  /** False where the network alone is to say what loads. */
  readonly keepsFiles?: boolean;
  /** What is wrong with this browser: runs in every page before its own scripts. */
  readonly flaw?: () => void;
}

/**
 * A running server and a browser for the tests of one file. After each test devices are taken away, and the server is
 * there for the next one.
 */
export function inHall(): HallOfTest {
  let hall: ExamHall | null = null;
  let browser: Browser | null = null;
  let drop = async (): Promise<void> => undefined;

  beforeAll(async () => {
    const database = await createTestDatabase();
    drop = () => database.drop();
    hall = await ExamHall.open(database.url);
    browser = await launchBrowser();
  });

  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
    await hall?.revive();
  });

  afterAll(async () => {
    await browser?.close();
    await hall?.close();
    await drop();
  });

  const there = <T>(thing: T | null): T => {
    if (thing === null) throw new Error('Ask within a test.');
    return thing;
  };

  return {
    get hall() {
      return there(hall);
    },
    async candidate(username, { language = 'en', width = 1280, context, keepsFiles = true, flaw } = {}) {
      const device =
        context ??
        (await there(browser).newContext({
          viewport: { width, height: 800 },
          locale: `${language}-IN`,
          serviceWorkers: keepsFiles ? 'allow' : 'block',
        }));
      if (flaw) await device.addInitScript(flaw);
      const page: Page = await device.newPage();
      page.setDefaultTimeout(30_000);
      return new CandidateAtPage(there(hall), page, username, language);
    },
  };
}
