import { z } from 'zod';
import { Connection, type ConnectionSurroundings } from '../generator/connection.ts';
import type { ViewerSettings } from './messages.ts';

const replyForm = z.tuple([
  z.union([
    z.object({ ok: z.literal(true), roomId: z.string(), version: z.number(), pages: z.number() }),
    z.object({ ok: z.literal(false), error: z.object({ message: z.string() }) }),
  ]),
]);

/** Where the versions stand in the text of a delta, before everything that is long. */
const versions = /"from":(\d+),"version":(\d+)/;
const headLength = 200;

const patienceMs = 30_000;

export interface ViewerEvents {
  /** The room is open and everybody of it is here. */
  onOpened(pages: number): void;
  onDelta(version: number, text: string, isNext: boolean): void;
  /** There is no room any more. */
  onLost(reason: string): void;
}

/** A proctor's page as far as the server can tell: watches one room and takes in all of it. */
export class Viewer {
  readonly #events: ViewerEvents;
  readonly #connection: Connection;
  #version = 0;
  #pagesToCome = Number.POSITIVE_INFINITY;
  #pages = 0;

  constructor(
    surroundings: ConnectionSurroundings,
    { endpoint, token, scope }: ViewerSettings,
    examId: string,
    events: ViewerEvents,
  ) {
    this.#events = events;
    this.#connection = new Connection(
      surroundings,
      { endpoint, token, namespace: '/proctor', delayMs: 0, patienceMs },
      {
        onJoined: () => {
          const request = JSON.stringify({ examId, scope, rows: true });
          this.#connection.request('room:open', request, (body) => this.#opened(body));
        },
        onEvent: (name, body) => this.#onEvent(name, body),
        onClosed: (reason) => events.onLost(reason),
      },
    );
  }

  close(): void {
    this.#connection.close();
  }

  #opened(body: string): void {
    const [reply] = replyForm.parse(JSON.parse(body));
    if (!reply.ok) return this.#events.onLost(reply.error.message);
    this.#version = reply.version;
    this.#pages = reply.pages;
    this.#pagesToCome = reply.pages;
    if (reply.pages === 0) this.#events.onOpened(0);
  }

  #onEvent(name: string, body: string): void {
    switch (name) {
      case 'room:page':
        this.#pagesToCome -= 1;
        if (this.#pagesToCome === 0) this.#events.onOpened(this.#pages);
        return;
      case 'room:delta': {
        const [, from = '', version = ''] = versions.exec(body.slice(0, headLength)) ?? [];
        const isNext = Number(from) === this.#version;
        this.#version = Number(version);
        this.#events.onDelta(this.#version, body.slice(body.indexOf(',') + 1, -1), isNext);
        return;
      }
      case 'room:dropped':
        this.#events.onLost(body);
    }
  }
}
