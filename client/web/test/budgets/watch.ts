import type { Page } from 'playwright-core';
import { poorDevice } from './budgets.ts';

/** Runs in every page before its own scripts: marks when the first question has been painted. */
export function watchForQuestion(): void {
  const seen = () => {
    if (document.querySelector('.question-text') === null) return;
    observer.disconnect();
    performance.mark('first-question');
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('first-question-painted')));
  };
  const observer = new MutationObserver(seen);
  observer.observe(document, { childList: true, subtree: true });
}

/** From now on this page has the network and the processor of a poor device. */
export async function makePoor(page: Page): Promise<void> {
  const { roundTripMs, bitsPerSecond, slowdown } = poorDevice;
  const session = await page.context().newCDPSession(page);
  const bytesPerSecond = bitsPerSecond / 8;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: roundTripMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
}

export interface Script {
  readonly name: string;
  /** As sent. */
  readonly bytes: number;
}

/** The scripts that were asked for before the first question stood there. */
export async function scriptsBeforeQuestion(page: Page): Promise<readonly Script[]> {
  await untilPainted(page);
  return page.evaluate(() => {
    const [question] = performance.getEntriesByName('first-question');
    const scripts = performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name, startTime }) => /\.js$/.test(name) && startTime < (question?.startTime ?? 0));
    const sizes = new Map(
      scripts.map(({ name, encodedBodySize }) => [name.replace(/.*\//, ''), encodedBodySize]),
    );
    return [...sizes].map(([name, bytes]) => ({ name, bytes }));
  });
}

/** When the first question was on the screen, fonts included, by the page's own clock (ms since it was opened). */
export async function paintedAt(page: Page): Promise<number> {
  await untilPainted(page);
  return page.evaluate(async () => {
    await document.fonts.ready;
    const fonts = performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => /\.woff2$/.test(name) && !name.includes('KaTeX'));
    const [painted] = performance.getEntriesByName('first-question-painted');
    return Math.max(painted?.startTime ?? 0, ...fonts.map(({ responseEnd }) => responseEnd));
  });
}

async function untilPainted(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('first-question-painted').length > 0);
}
