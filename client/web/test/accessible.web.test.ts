import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../server/test/database.ts';
import type { Language } from '../shared/texts/catalogues.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { ExamHall } from './examHall.ts';
import { publishShotExams } from './shotExams.ts';
import { walk } from './shotList.ts';

const walks: readonly (readonly [Language, number, string])[] = [
  ['hi', 360, 'teacher01'],
  ['en', 1280, 'teacher02'],
];

describe('every page in every state and every set of colours', () => {
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

  it.each(walks)(
    '[WEB-80] has nothing that axe finds fault with, in %s at %i px',
    async (language, width, username) => {
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
    },
    600_000,
  );
});
