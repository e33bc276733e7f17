import type { Page } from 'playwright-core';
import type { CandidateAtPage } from './candidate.ts';
import { demoQuestion, demoQuestions } from './demoQuestions.ts';

/** What opens beside and above a question, each shown once. The candidate is in the built-in exam. */
export async function walkTools(
  candidate: CandidateAtPage,
  shoot: (page: Page, name: string, whole?: boolean) => Promise<void>,
): Promise<void> {
  const { page, texts } = candidate;
  const dialog = page.locator('dialog[open]');
  const withImage = demoQuestions.find(({ images }) => images !== undefined) ?? demoQuestion('single');
  await candidate.goTo(withImage.id);
  await candidate.press(texts.tools.enlarge);
  await dialog.getByRole('button', { name: texts.tools.larger }).click();
  await shoot(page, 'image-viewer');
  await page.keyboard.press('Escape');

  await candidate.goTo(demoQuestion('numerical').id);
  await candidate.press(texts.tools.calculator);
  await page.locator('.calculator').getByRole('textbox').fill('(2+3)×√16÷7');
  await page.keyboard.press('Enter');
  await shoot(page, 'calculator');
  await page.keyboard.press('Escape');

  await candidate.press(texts.tools.overview);
  await dialog.getByRole('listitem').first().waitFor();
  await shoot(page, 'paper-overview');
  await page.keyboard.press('Escape');

  await page.keyboard.press('?');
  await dialog.getByRole('heading', { name: texts.shortcuts.title }).waitFor();
  await shoot(page, 'shortcuts');
  await page.keyboard.press('Escape');

  await candidate.press(texts.display.title);
  await shoot(page, 'display');
  await page.getByLabel('200 %').check();
  await page.keyboard.press('Escape');
  await candidate.goTo(demoQuestion('multiple').id);
  await shoot(page, 'exam-large-text', true);
  await candidate.press(texts.display.title);
  await page.getByLabel('100 %').check();
  await page.keyboard.press('Escape');
}
