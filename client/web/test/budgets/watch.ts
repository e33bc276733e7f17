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

/**
 * What this page's next documents send and are sent over WebSockets travels as a bad network has it: `makePoor` slows down
 * requests and the opening of a socket, but nothing that goes over it. Playwright sends from within the page, so that what is
 * sent while the page draws leaves only after that: the figures are rather too high than too low.
 */
export async function slowSockets(page: Page): Promise<void> {
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage(slowly((message) => server.send(message)));
    server.onMessage(slowly((message) => socket.send(message)));
  });
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

/** One way: half a round trip, and messages behind each other as the line takes them. */
function slowly(send: (message: string | Buffer) => void): (message: string | Buffer) => void {
  const { roundTripMs, bitsPerSecond } = poorDevice;
  let freeAt = 0;
  return (message) => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + (message.length * 8_000) / bitsPerSecond;
    setTimeout(() => send(message), freeAt - now + roundTripMs / 2);
  };
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

/** Runs in the page: notes from now on what each press took, from the finger to the changed screen. */
export function watchInteractions(): void {
  const slowest = new Map<number, number>();
  // Neither this option nor the id of an interaction is in TypeScript's library yet.
  const options: PerformanceObserverInit & { durationThreshold: number } = {
    type: 'event',
    durationThreshold: 16,
  };
  const note = (entries: PerformanceEntryList) => {
    for (const entry of entries) {
      const id: unknown = Reflect.get(entry, 'interactionId');
      // What belongs to no interaction (moves of the pointer) is none.
      if (typeof id !== 'number' || id === 0) continue;
      slowest.set(id, Math.max(slowest.get(id) ?? 0, entry.duration));
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe(options);
  Object.assign(window, {
    interactionsSoFar: () => {
      note(observer.takeRecords());
      return [...slowest.values()];
    },
  });
}

/** What each press since `watchInteractions` has taken, ms. */
export async function interactions(page: Page): Promise<readonly number[]> {
  // An entry is there once the frame after its press has been shown.
  await page.evaluate(
    () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))),
  );
  return page.evaluate(() => {
    const read: unknown = Reflect.get(window, 'interactionsSoFar');
    return typeof read === 'function' ? read() : [];
  });
}
