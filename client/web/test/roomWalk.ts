import type { Page } from 'playwright-core';

type Shoot = (page: Page, name: string) => Promise<void>;

/** Through the control room of a recorded exam: every part of it, and a picture of each. */
export async function walkRoom(page: Page, url: string, shoot: Shoot): Promise<void> {
  const dialog = page.locator('dialog[open]');
  const isWide = (page.viewportSize()?.width ?? 0) >= 1600;
  await page.goto(`${url}/proctor`);
  await page.locator('.exam-room a').waitFor();
  await shoot(page, 'exams');
  await page.locator('.exam-room a').click();
  await page.locator('.tile').first().waitFor();
  await page.locator('.summary [data-revision]').waitFor({ state: 'detached' });
  await shoot(page, 'overview');
  await page.keyboard.press('?');
  await dialog.waitFor();
  await shoot(page, 'keys');
  await page.keyboard.press('Escape');
  await page.locator('.tile-alarm .tile-name a').first().click();
  await page.locator('.tile-detail').first().waitFor();
  await shoot(page, 'district');
  await page.locator('.tile-alarm .tile-name a').first().click();
  await page.locator('.person-row').first().waitFor();
  await shoot(page, 'centre');
  await page.locator('[data-action="extend"]').first().click();
  await dialog.locator('.reach strong').waitFor();
  await shoot(page, 'extend');
  await page.keyboard.press('Escape');
  await page.locator('.person-row').first().click();
  await page.locator('.late-frame').waitFor();
  await shoot(page, 'person');
  await page.locator('.replay-slider').focus();
  await page.keyboard.press('Home');
  await page.locator('.moment').scrollIntoViewIfNeeded();
  await shoot(page, 'replay');
  await page.locator('.person-close').click();
  for (const tab of [...(isWide ? [] : ['commands']), 'approvals', 'lostTime']) {
    await page.locator(`[data-tab="${tab}"]`).click();
    await page.locator('#desk-panel li').first().waitFor();
    await shoot(page, tab);
  }
  await page.locator('[data-tab="incidents"]').click();
  await page.keyboard.press('o');
  await page.locator('.figure-offline').click();
  await page.locator('.person-row').first().waitFor();
  await shoot(page, 'candidates');
}
