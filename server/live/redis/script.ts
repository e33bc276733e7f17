import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

/** A Lua file, carried out as one step. Redis is sent its text only when it does not have it (yet, or any more). */
export class Script {
  readonly #text: string;
  readonly #sha: string;

  /** @param file in the folder `scripts`, where its header says what it takes and returns. */
  constructor(file: string) {
    this.#text = readFileSync(new URL(`./scripts/${file}`, import.meta.url), 'utf8');
    this.#sha = createHash('sha1').update(this.#text).digest('hex');
  }

  async run(redis: Redis, key: string, args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.#sha, 1, key, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await redis.eval(this.#text, 1, key, ...args);
    }
  }
}
