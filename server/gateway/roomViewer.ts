import type { Room } from '../app/roster/room.ts';
import type { EncodedPush } from './encodedPush.ts';
import type { ProctorSocket } from './types.ts';

export interface ViewerLimits {
  /** Bytes that may wait for a viewer to read them. */
  readonly viewerBytes: number;
  /** How long a viewer may read nothing while something waits, ms. */
  readonly viewerPatienceMs: number;
}

/** Pages wait until so little is on its way, so that a slow line carries them one by one, in bytes. */
const pageAheadBytes = 512 * 1024;

export interface RoomViewerOptions {
  readonly socket: ProctorSocket;
  readonly room: Room;
  /** Whether single people are shown. */
  readonly rows: boolean;
  /** Pages to send, and the room's version that they must not be older than. */
  readonly pages: number;
  readonly version: number;
  readonly limits: ViewerLimits;
  readonly now: () => number;
  pageOf(index: number, version: number): EncodedPush;
}

/** One connection that watches one room. Counts what it has not read yet. */
export class RoomViewer {
  readonly socket: ProctorSocket;
  readonly room: Room;
  readonly rows: boolean;
  readonly #options: RoomViewerOptions;
  #nextPage = 0;
  #unreadBytes = 0;
  /** When it last read something, or had nothing to read. */
  #readAt: number;
  #isOver = false;

  constructor(options: RoomViewerOptions) {
    this.socket = options.socket;
    this.room = options.room;
    this.rows = options.rows;
    this.#options = options;
    this.#readAt = options.now();
  }

  get isLoading(): boolean {
    return this.#nextPage < this.#options.pages;
  }

  /** Sends the pages, each when those before it are read. */
  sendPages(): void {
    while (this.isLoading && !this.#isOver && this.#unreadBytes < pageAheadBytes) {
      const page = this.#options.pageOf(this.#nextPage, this.#options.version);
      this.#nextPage += 1;
      this.push(page);
    }
  }

  push({ text, options, bytes }: EncodedPush): void {
    const { now } = this.#options;
    if (this.#unreadBytes === 0) this.#readAt = now();
    this.#unreadBytes += bytes;
    this.socket.conn.send(text, options, () => {
      this.#unreadBytes -= bytes;
      this.#readAt = now();
      this.sendPages();
    });
  }

  /** Whether it reads so slowly that it has to be let go. */
  isTooSlow(now: number): boolean {
    const { viewerBytes, viewerPatienceMs } = this.#options.limits;
    if (this.#unreadBytes === 0) return false;
    return this.#unreadBytes > viewerBytes || now - this.#readAt > viewerPatienceMs;
  }

  /** Nothing more is sent to it. */
  end(): void {
    this.#isOver = true;
  }
}
