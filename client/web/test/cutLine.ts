import type { Page, Route, WebSocketRoute } from 'playwright-core';
import { z } from 'zod';

/** What is sent when the line is cut. */
export const requests = ['open', 'stream', 'append', 'seal', 'renew'] as const;
export type CutRequest = (typeof requests)[number];

/**
 * `before-send`: the server never hears of it. `after-send`: it is on its way, and nobody waits for the answer.
 * `before-ack`: the server has answered, so it has committed, and the answer is lost.
 */
export const moments = ['before-send', 'after-send', 'before-ack'] as const;
export type CutMoment = (typeof moments)[number];

export type Way = 'websocket' | 'http';

const events: Readonly<Record<CutRequest, string>> = {
  open: 'attempt:open',
  stream: 'paper:stream',
  append: 'journal:append',
  seal: 'attempt:seal',
  renew: 'session:renew',
};

const paths: Readonly<Record<CutRequest, RegExp>> = {
  open: /^\/api\/exams\/[^/]+\/attempt$/,
  stream: /^\/api\/attempts\/[^/]+\/paper$/,
  append: /^\/api\/attempts\/[^/]+\/journal$/,
  seal: /^\/api\/attempts\/[^/]+\/seal$/,
  renew: /^\/api\/sessions\/renew$/,
};

/** Between one page and its server: cuts everything, now or at a chosen moment of a chosen request, until it is mended. */
export class CutLine {
  readonly #page: Page;
  readonly #way: Way;
  readonly #sockets = new Set<{ close(): void }>();
  #isDown = false;
  #renewsSoon = false;
  #cut: { readonly request: CutRequest; readonly moment: CutMoment; readonly done: () => void } | null = null;

  private constructor(page: Page, way: Way) {
    this.#page = page;
    this.#way = way;
  }

  /** With `http` no WebSocket ever comes through, as in networks that block them. */
  static async onto(page: Page, way: Way): Promise<CutLine> {
    const line = new CutLine(page, way);
    await page.routeWebSocket(/\/socket\.io\//, (socket) => line.#socketOpened(socket));
    await page.route('**/api/**', (call) => line.#called(call));
    await page.route('**/healthz', (call) => (line.#isDown ? call.abort() : call.fallback()));
    return line;
  }

  /** Now, and so that the page notices. From then on the line is down. */
  cut(): void {
    this.#isDown = true;
    for (const socket of this.#sockets) socket.close();
    this.#sockets.clear();
  }

  /** Resolves when it has happened. From then on the line is down. */
  cutAt(request: CutRequest, moment: CutMoment): Promise<void> {
    return new Promise((done) => {
      this.#cut = { request, moment, done };
    });
  }

  /** The line works again, and the browser says that it has a network, as it does when one comes back. */
  async mend(): Promise<void> {
    this.#isDown = false;
    await this.#page.evaluate(() => dispatchEvent(new Event('online')));
  }

  /** From now on the page is told that its sign-in is about to run out, and renews it after the least it waits: 15 s. */
  renewSoon(): void {
    this.#renewsSoon = true;
  }

  #fall(): void {
    const cut = this.#cut;
    this.#cut = null;
    this.cut();
    cut?.done();
  }

  #socketOpened(page: WebSocketRoute): void {
    if (this.#isDown || this.#way === 'http') {
      void page.close();
      return;
    }
    const server = page.connectToServer();
    const both = {
      close: () => {
        void server.close();
        void page.close();
      },
    };
    this.#sockets.add(both);
    let awaited: string | null = null;
    page.onMessage((message) => {
      const ackId = this.#cut === null ? null : ackIdOf(message, events[this.#cut.request]);
      if (ackId === null) return server.send(message);
      if (this.#cut?.moment === 'before-ack') awaited = ackId;
      if (this.#cut?.moment !== 'before-send') server.send(message);
      if (this.#cut?.moment !== 'before-ack') this.#fall();
    });
    server.onMessage((message) => {
      const isAnswer = awaited !== null && String(message).startsWith(`43/candidate,${awaited}[`);
      if (isAnswer) this.#fall();
      else page.send(message);
    });
  }

  async #called(call: Route): Promise<void> {
    if (this.#isDown) return call.abort('internetdisconnected');
    const { pathname } = new URL(call.request().url());
    const cut = this.#cut;
    // The cookie renews at every page load; what is meant is the renewal of a page that is there.
    if (this.#way !== 'http' || cut === null || !paths[cut.request].test(pathname))
      return this.#renewsSoon && /^\/api\/sessions(\/renew)?$/.test(pathname)
        ? hasten(call)
        : call.continue();
    if (cut.moment === 'before-send') this.#fall();
    if (cut.moment === 'after-send') {
      const sent = call.fetch().catch(() => undefined);
      this.#fall();
      void sent;
    }
    if (cut.moment === 'before-ack') {
      await call.fetch();
      this.#fall();
    }
    return call.abort('connectionreset');
  }
}

/** The number under which a request of this event wants to be answered; `null` if it is another message. */
function ackIdOf(message: string | Buffer, event: string): string | null {
  const [, id, name] = /^42\/candidate,(\d+)\["([^"]+)"/.exec(String(message)) ?? [];
  return name === event && id !== undefined ? id : null;
}

const withEnd = z.looseObject({ expiresAt: z.number() });

/** Lets an answer about the sign-in say that it ends now. */
async function hasten(call: Route): Promise<void> {
  const response = await call.fetch();
  const body = withEnd.safeParse(await response.json());
  if (!body.success) return call.fulfill({ response });
  return call.fulfill({ response, json: { ...body.data, expiresAt: Date.now() } });
}
