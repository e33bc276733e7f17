import { z } from 'zod';
import type { EndedSessions } from '../../app/ports/live.ts';
import { channels, type Keys } from './keys.ts';
import type { RedisLink } from './redisLink.ts';

const message = z.object({ sessionId: z.string(), until: z.number() });

/** Sessions that are written or read at once. */
const slice = 500;

/** Longer than any token lives. */
const keepSeconds = 3_600;

/**
 * Ended sessions of all nodes, each in every node's memory, `here`. Redis keeps them for nodes that start or that have
 * not heard of some; what this node has ended itself it writes again until it has run out, for Redis forgets.
 */
export class RedisEndedSessions implements EndedSessions {
  readonly #link: RedisLink;
  readonly #keys: Keys;
  readonly #here: EndedSessions;
  readonly #own = new Map<string, number>();

  constructor(link: RedisLink, keys: Keys, here: EndedSessions) {
    this.#link = link;
    this.#keys = keys;
    this.#here = here;
    link.listen(channels.endedSessions, (_channel, bytes) => {
      const { sessionId, until } = message.parse(JSON.parse(bytes.toString()));
      here.add(sessionId, until);
    });
  }

  add(sessionId: string, until: number): void {
    this.#here.add(sessionId, until);
    this.#own.set(sessionId, until);
    this.#link.publish(channels.endedSessions, Buffer.from(JSON.stringify({ sessionId, until })));
    this.#write([[sessionId, until]]);
  }

  has(sessionId: string, now: number): boolean {
    return this.#here.has(sessionId, now);
  }

  onEnded(listener: (sessionId: string) => void): void {
    this.#here.onEnded(listener);
  }

  /** Learns what others have ended, and says again what this node has. */
  async reconcile(now: number): Promise<void> {
    for (const [sessionId, until] of this.#own) if (until <= now) this.#own.delete(sessionId);
    const own = [...this.#own];
    for (let at = 0; at < own.length; at += slice) this.#write(own.slice(at, at + slice));
    await this.#link.run((redis) => redis.zremrangebyscore(this.#keys.endedSessions, '-inf', String(now)));
    for (let at = 0, more = true; more; at += slice) more = await this.#learn(at);
  }

  /** Whether there may be more behind this slice. */
  async #learn(at: number): Promise<boolean> {
    const range = [String(at), String(at + slice - 1)] as const;
    const known = await this.#link.run((redis) =>
      redis.zrange(this.#keys.endedSessions, ...range, 'WITHSCORES'),
    );
    if (known === null) return false;
    for (let index = 0; index + 1 < known.length; index += 2) {
      this.#here.add(String(known[index]), Number(known[index + 1]));
    }
    return known.length === 2 * slice;
  }

  #write(sessions: readonly (readonly [sessionId: string, until: number])[]): void {
    const key = this.#keys.endedSessions;
    void this.#link.run(async (redis) => {
      await redis.zadd(key, ...sessions.flatMap(([sessionId, until]) => [String(until), sessionId]));
      return redis.expire(key, keepSeconds);
    });
  }
}
