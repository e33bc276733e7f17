import type { Hall } from './hall.ts';
import type { Line } from './line.ts';
import { numberIn, readReply, textIn } from './reply.ts';

/** A token is renewed when this share of its life is over, and up to as much again later, so that not all renew at once. */
const renewFrom = 0.6;
const renewSpread = 0.2;
const retryMs = 5_000;

/** A page's token, and its renewal over the socket. */
export class Pass {
  readonly #hall: Hall;
  #token: string;
  #renewAt: number;

  constructor(hall: Hall, token: string, expiresAt: number) {
    this.#hall = hall;
    this.#token = token;
    this.#renewAt = this.#renewalOf(expiresAt);
  }

  get token(): string {
    return this.#token;
  }

  isDue(now: number): boolean {
    return now >= this.#renewAt;
  }

  renew(line: Line, now: number): void {
    const { meters, environment } = this.#hall;
    this.#renewAt = Number.POSITIVE_INFINITY;
    line.request('session:renew', '{}', (text) => {
      const reply = readReply(text);
      const token = reply.ok ? textIn(reply.value, 'accessToken') : undefined;
      const expiresAt = reply.ok ? numberIn(reply.value, 'expiresAt') : undefined;
      if (token === undefined || expiresAt === undefined) {
        meters.refuse(reply.ok ? 'unreadable' : reply.code);
        this.#renewAt = this.#hall.now() + retryMs * (1 + environment.random());
        return;
      }
      meters.time('renew', this.#hall.now() - now, this.#hall.now());
      this.#token = token;
      this.#renewAt = this.#renewalOf(expiresAt);
    });
  }

  #renewalOf(expiresAt: number): number {
    const now = this.#hall.now();
    return now + (expiresAt - now) * (renewFrom + renewSpread * this.#hall.environment.random());
  }
}
