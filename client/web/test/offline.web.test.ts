import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { mountPages } from '../../../server/http/pages.ts';
import { ensureWebBuilt } from '../../../server/main/buildWeb.ts';
import { launchBrowser } from './browser.ts';
import { demoQuestions } from './demoQuestions.ts';
import { inHall } from './inHall.ts';

/** Resolves when the page's files are kept on the device. */
async function untilKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

describe('in the middle of an exam', () => {
  const place = inHall();

  it('[WEB-110] the page opens without the server, keeps what was answered, and goes on when it is back', async () => {
    const { hall } = place;
    const username = 'teacher01';
    const asha = await place.candidate(username);
    const { page } = asha;
    await asha.signIn();
    await asha.begin(hall.demoExamId);
    await untilKept(page);
    const question = demoQuestions.find(({ type }) => type === 'numerical');
    await asha.goTo(question?.id ?? '');
    await asha.type('11');
    await asha.untilSaved();
    await hall.kill();
    await asha.type('12');
    await page.locator('[data-save="on-device"]').waitFor();
    await page.reload();
    await page.locator('#app h1').waitFor();
    expect(await entriesKept(page)).toBeGreaterThan(0);
    await hall.start();
    await asha.untilInExam();
    await asha.untilSaved();
    expect((await hall.stored(username, hall.demoExamId))?.answers[question?.id ?? '']).toMatchObject({
      value: '12',
    });
  });
});

/** How many entries of journals are in the device's database. */
function entriesKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const request = <T>(asked: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    let total = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await request(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        total += await request(database.transaction(store).objectStore(store).count());
      }
      database.close();
    }
    return total;
  });
}

describe('a newer build', () => {
  let close = async (): Promise<void> => undefined;
  afterEach(() => close());

  /** Serves the client; `renew` puts another build in its place. */
  async function serve() {
    const folder = await mkdtemp(join(tmpdir(), 'pariksha-builds-'));
    const built = await ensureWebBuilt({ log: () => undefined });
    await cp(built, folder, { recursive: true });
    const app = express();
    mountPages(app, { webFolder: folder, mediaFolder: null });
    const server = createServer(app).listen(0);
    const address = server.address();
    const url = `http://localhost:${typeof address === 'object' ? address?.port : ''}`;
    const browser = await launchBrowser();
    close = async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    };
    const changePage = async (change: (html: string) => string) => {
      const index = join(folder, 'index.html');
      await writeFile(index, change(await readFile(index, 'utf8')));
    };
    return {
      url,
      device: await browser.newContext(),
      stop: () => {
        server.closeAllConnections();
        server.close();
      },
      changePage,
      async renew() {
        const worker = join(folder, 'sw.js');
        await changePage((html) => html.replace('<head>', '<head><meta name="build" content="new">'));
        const code = await readFile(worker, 'utf8');
        await writeFile(worker, code.replace(/"name":"[0-9a-f]+"/, '"name":"newer"'));
      },
    };
  }

  const isNew = (page: Page) => page.locator('meta[name="build"]').count();

  /** Looks for a newer worker. Resolves with what that one tells the page, which asks it to take over. */
  function decisionOfNewer(page: Page): Promise<unknown> {
    return page.evaluate(async () => {
      const decision = new Promise<unknown>((resolve) => {
        navigator.serviceWorker.addEventListener('message', ({ data }) => resolve(data), { once: true });
      });
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      return decision;
    });
  }

  it('[WEB-111] is shown by the next look at the page, whatever the device has kept', async () => {
    const { url, device, renew, stop } = await serve();
    const page = await device.newPage();
    await page.goto(url);
    await untilKept(page);
    await page.reload();
    expect(await isNew(page)).toBe(0);
    await renew();
    await page.reload();
    expect(await isNew(page)).toBe(1);
    stop();
    await page.reload();
    await page.locator('#app h1').waitFor();
  });

  it('[WEB-112] waits while a tab shows an exam, and takes over when none does', async () => {
    const { url, device, renew } = await serve();
    const exam = await device.newPage();
    await exam.goto(`${url}/exams/e1/sit`);
    await untilKept(exam);
    await renew();
    expect(await decisionOfNewer(exam)).toBe('waiting');
    await exam.goto(url);
    const taken = exam.evaluate(
      () =>
        new Promise<void>((resolve) => {
          navigator.serviceWorker.addEventListener('controllerchange', () => resolve());
        }),
    );
    await taken;
    const caches = await exam.evaluate(() => window.caches.keys());
    expect(caches).toHaveLength(2);
    expect(caches).toContain('pariksha-newer');
  });

  it('[WEB-112] is kept whole or not at all: not while page and worker come from servers of different builds', async () => {
    const { url, device, renew, changePage } = await serve();
    const page = await device.newPage();
    await page.goto(url);
    await untilKept(page);
    await renew();
    await changePage((html) => html.replaceAll(/assets\/app-[^".]+/g, 'assets/app-another'));
    const end = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const newer = new Promise<ServiceWorker | null>((found) => {
        registration.addEventListener('updatefound', () => found(registration.installing));
      });
      await registration.update().catch(() => undefined);
      const worker = await newer;
      return new Promise((resolve) => {
        const tell = () => ['installed', 'redundant'].includes(worker?.state ?? '') && resolve(worker?.state);
        worker?.addEventListener('statechange', tell);
        tell();
      });
    });
    expect(end).toBe('redundant');
    expect(await page.evaluate(() => window.caches.keys())).not.toContain('pariksha-newer');
  });

  it('[WEB-113] can be installed like this one', async () => {
    const { url, device } = await serve();
    const page = await device.newPage();
    await page.goto(url);
    const manifest = await (await page.request.get(`${url}/manifest.webmanifest`)).json();
    expect(manifest).toMatchObject({ name: 'Pariksha', start_url: '/', display: 'standalone' });
    for (const { src } of manifest.icons) {
      expect((await page.request.get(url + src)).headers()['content-type']).toContain('image/svg+xml');
    }
    const worker = await page.request.get(`${url}/sw.js`);
    expect(worker.headers()['cache-control']).toBe('no-cache');
    const files = /"files":(\[[^\]]*\])/.exec(await worker.text())?.[1] ?? '[]';
    for (const file of JSON.parse(files)) expect((await page.request.get(url + file)).status()).toBe(200);
  });
});
