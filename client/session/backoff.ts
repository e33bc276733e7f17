import type { Environment } from './environment.ts';

/**
 * How long to wait before the next try, ms. Without a word from the server: "full jitter" (M. Brooker, Exponential
 * Backoff and Jitter, AWS Architecture Blog), uniform in [0, min(cap, base × 2^tries)). The server's
 * `retryAfterMs` is obeyed and spread over [r, 2r), so that those who were told the same do not return together.
 */
export class Backoff {
  readonly #environment: Environment;
  readonly #baseMs: number;
  readonly #capMs: number;
  #tries = 0;

  constructor(environment: Environment, baseMs = 500, capMs = 20_000) {
    this.#environment = environment;
    this.#baseMs = baseMs;
    this.#capMs = capMs;
  }

  next(retryAfterMs?: number): number {
    const chance = this.#environment.random();
    if (retryAfterMs !== undefined) return retryAfterMs * (1 + chance);
    const ceiling = Math.min(this.#capMs, this.#baseMs * 2 ** this.#tries);
    this.#tries += 1;
    return chance * ceiling;
  }

  /** Something worked: begin small again. */
  reset(): void {
    this.#tries = 0;
  }
}
