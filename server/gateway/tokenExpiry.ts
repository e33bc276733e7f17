import type { CutReason } from '../app/metrics.ts';
import type { Clock, Log } from '../app/ports.ts';
import type { SessionUseCases } from '../app/useCases.ts';
import { ExpiryWheel } from './expiryWheel.ts';
import type { SignedInSocket } from './types.ts';

/** How soon a session that could not be asked about is asked about again, ms. */
const askAgainMs = 15_000;

/** Sessions asked about at once, so that a whole hall's tokens running out together do not flood the database. */
const atOnce = 20;

export interface TokenExpiryDeps<Socket> {
  readonly sessions: Pick<SessionUseCases, 'renew'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly renewGraceMs: number;
  cut(socket: Socket, reason: CutReason): void;
}

/**
 * Cuts connections whose token has run out, but never because the database is away: a session that cannot be asked
 * about stays. One that has ended goes at once; one whose client could have renewed gets one more period to do so.
 */
export class TokenExpiry<Socket extends SignedInSocket> {
  readonly #deps: TokenExpiryDeps<Socket>;
  readonly #wheel = new ExpiryWheel<Socket>();
  #running = false;

  constructor(deps: TokenExpiryDeps<Socket>) {
    this.#deps = deps;
  }

  watch(socket: Socket): void {
    socket.data.warned = false;
    this.#wheel.set(socket, socket.data.who.expiresAt);
  }

  forget(socket: Socket): void {
    this.#wheel.delete(socket);
  }

  /** Looks after everything that is due. A tick that comes while one is at work does nothing. */
  async tick(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      const due = this.#wheel.take(this.#deps.clock.now());
      const workers = Array.from({ length: Math.min(atOnce, due.length) }, async () => {
        for (let socket = due.pop(); socket !== undefined; socket = due.pop()) await this.#examine(socket);
      });
      await Promise.all(workers);
    } finally {
      this.#running = false;
    }
  }

  async #examine(socket: Socket): Promise<void> {
    const { data } = socket;
    const expiredAt = data.who.expiresAt;
    const now = this.#deps.clock.now();
    const verdict = await this.#ask(socket);
    // Renewed or gone while we were asking.
    if (!socket.connected || data.who.expiresAt !== expiredAt) return;
    if (verdict === 'ended') return this.#deps.cut(socket, 'session-ended');
    if (verdict === 'live' && data.warned) return this.#deps.cut(socket, 'token-expired');
    data.warned = verdict === 'live';
    const wait = verdict === 'live' ? this.#deps.renewGraceMs : askAgainMs;
    this.#wheel.set(socket, now + wait);
  }

  async #ask(socket: Socket): Promise<'live' | 'ended' | 'unknown'> {
    try {
      const renewed = await this.#deps.sessions.renew(socket.data.who);
      if (renewed.ok) return 'live';
      return renewed.error.retryAfterMs === undefined ? 'ended' : 'unknown';
    } catch (error) {
      this.#deps.log.warn(
        { err: error, userId: socket.data.who.userId },
        'A session could not be looked up.',
      );
      return 'unknown';
    }
  }
}
