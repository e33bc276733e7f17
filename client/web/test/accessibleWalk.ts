import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { createTestDatabase } from '../../../server/test/database.ts';
import type { Language } from '../shared/texts/catalogues.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { ExamHall } from './examHall.ts';
import { publishShotExams } from './shotExams.ts';
import { walk } from './shotList.ts';
import { cutTexts, spaceTexts } from './textSpacing.ts';

/** Where there is little room, wider texts are cut off first. */
const narrow = 360;

/**
 * Goes through every page in every state, has axe look at each in every set of colours, and on a phone looks whether anything
 * is cut off when its texts are set wider.
 */
export function accessibleWalk(language: Language, width: number, username: string): () => Promise<void> {
  let hall: ExamHall;
  let close = async (): Promise<void> => undefined;

  beforeAll(async () => {
    const database = await createTestDatabase();
    hall = await ExamHall.open(database.url);
    close = async () => {
      await hall.close();
      await database.drop();
    };
  });

  afterAll(() => close());

  return async () => {
    const browser = await launchBrowser();
    const exams = await publishShotExams(hall);
    await walk({
      hall,
      browser,
      language,
      width,
      username,
      exams,
      shoot: async (page, name) => {
        // The same page as before, scrolled through.
        if (name.endsWith('-whole')) return;
        expect.soft(await axeFindings(page), name).toEqual([]);
        if (width <= narrow) expect.soft(await cutBySpacing(page), `${name} with wide spacing`).toEqual([]);
      },
    });
    await browser.close();
  };
}

async function cutBySpacing(page: Page): Promise<readonly string[]> {
  const undo = await spaceTexts(page);
  const cut = await cutTexts(page);
  await undo();
  return cut;
}
