/**
 * Keeps the page's own files on the device, so that it opens without the server. What it promises during an exam: the page
 * is asked for at the server first, and a page that runs is never given files of another build, nor reloaded.
 */

interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends LastingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** What a service worker has that a page has not. */
declare const clients: {
  claim(): Promise<void>;
  matchAll(options: {
    includeUncontrolled: boolean;
    type: 'window';
  }): Promise<readonly { readonly url: string }[]>;
};
declare function skipWaiting(): Promise<void>;

/** Put in by the build: a name for it, and its files. */
declare const __BUILD__: { readonly name: string; readonly files: readonly string[] };

const prefix = 'pariksha-';
const shell = '/';

/** A network that says nothing for so long counts as none, ms. */
const patienceMs = 6_000;

addEventListener('install', (event) => lasting(event, keepBuild()));
addEventListener('activate', (event) => lasting(event, begin()));
addEventListener('message', (event) => {
  if (event.data === 'take-over') lasting(event, takeOver(event.source));
});
addEventListener('fetch', (event) => {
  if (!isFetch(event)) return;
  const answer = answerTo(event.request);
  if (answer !== null) event.respondWith(answer);
});

function lasting(event: Event, work: Promise<unknown>): void {
  if (isLasting(event)) event.waitUntil(work);
}

function isLasting(event: Event): event is LastingEvent {
  return 'waitUntil' in event;
}

function isFetch(event: Event): event is FetchEvent {
  return 'respondWith' in event;
}

async function keepBuild(): Promise<void> {
  const html = await fetch(shell, { cache: 'reload' });
  if (!(await isOfThisBuild(html.clone()))) throw new Error('The page is of another build than its worker.');
  const cache = await caches.open(prefix + __BUILD__.name);
  await cache.put(shell, html);
  await cache.addAll([...__BUILD__.files]);
}

/** While nodes are being replaced, worker and page may come from different ones, and together they would open nothing. */
async function isOfThisBuild(html: Response): Promise<boolean> {
  const [...wanted] = (await html.text()).matchAll(/"(\/assets\/[^"]+)"/g);
  return wanted.every(([, path = '']) => __BUILD__.files.includes(path));
}

/** The files of the build before this one stay: pages of it may still be open. */
async function begin(): Promise<void> {
  const builds = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const others = builds.filter((name) => name !== prefix + __BUILD__.name);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

/** A newer build waits for as long as an exam is open in any tab. The page that asks is told what was decided. */
async function takeOver(asker: MessageEventSource | null): Promise<void> {
  const pages = await clients.matchAll({ includeUncontrolled: true, type: 'window' });
  const mustWait = pages.some(({ url }) => isExam(new URL(url).pathname));
  if (!mustWait) await skipWaiting();
  asker?.postMessage(mustWait ? 'waiting' : 'taken-over');
}

function isExam(path: string): boolean {
  return /^\/exams\/[^/]+\/sit$/.test(path);
}

/** `null`: none of this worker's business. */
function answerTo(request: Request): Promise<Response> | null {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return null;
  if (request.mode === 'navigate') return isPage(pathname) ? page(request) : null;
  if (pathname.startsWith('/assets/')) return kept(request);
  return pathname.startsWith('/media/') ? picture(request) : null;
}

function isPage(path: string): boolean {
  return !path.includes('.') && !/^\/(?:api|assets|media|papers)\//.test(path);
}

/** The server's page if it can be had, else the one that is kept. */
async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout?.(patienceMs) ?? null });
    if (response.status < 500) return response;
    return (await keptShell()) ?? response;
  } catch (error) {
    const found = await keptShell();
    if (found === undefined) throw error;
    return found;
  }
}

async function keptShell(): Promise<Response | undefined> {
  const cache = await caches.open(prefix + __BUILD__.name);
  return cache.match(shell);
}

/** A file of this name never changes, whichever build it belongs to. */
async function kept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetchAndKeep(request);
}

async function picture(request: Request): Promise<Response> {
  try {
    return await fetchAndKeep(request);
  } catch (error) {
    const found = await caches.match(request);
    if (found === undefined) throw error;
    return found;
  }
}

async function fetchAndKeep(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.status === 200) {
    const cache = await caches.open(prefix + __BUILD__.name);
    // Full storage must not take the answer away.
    await cache.put(request, response.clone()).catch(() => undefined);
  }
  return response;
}
