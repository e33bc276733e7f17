import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { type Theme, themes } from '../shared/display/theme.ts';

const findings = z.array(
  z.object({
    id: z.string(),
    help: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
  }),
);

/** What axe finds on a page: every rule once, and those of colour in every set of colours. One line a finding. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Colours that are still on their way to others would be taken for the page's own.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const chosen = await page.evaluate(() => document.documentElement.dataset['theme']);
  const found: string[] = [];
  for (const theme of themes) {
    await page.evaluate((colours) => {
      document.documentElement.dataset['theme'] = colours;
    }, theme);
    found.push(...(await violations(page, theme)));
  }
  await page.evaluate((colours) => {
    document.documentElement.dataset['theme'] = colours;
  }, chosen);
  return found;
}

async function violations(page: Page, theme: Theme): Promise<readonly string[]> {
  const rules = theme === 'light' ? '{}' : "{ runOnly: ['color-contrast'] }";
  const found = findings.parse(
    await page.evaluate(`axe.run(document, ${rules}).then(({ violations }) => violations)`),
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${theme}: ${id} (${help}) at ${html}: ${failureSummary ?? ''}`),
  );
}
