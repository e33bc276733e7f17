import { afterAll, beforeAll, expect } from 'vitest';
import { createTestDatabase } from '../../../server/test/database.ts';
import type { Language } from '../shared/texts/catalogues.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { ExamHall } from './examHall.ts';
import { publishShotExams } from './shotExams.ts';
import { walk } from './shotList.ts';

/** Goes through every page in every state, and has axe look at each in every set of colours. */
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
      },
    });
    await browser.close();
  };
}
