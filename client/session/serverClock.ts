import type { Environment } from './environment.ts';

/** The server's clock was read somewhere between sending and receiving; both are monotonic ms of this device. */
export interface ClockSample {
  /** Epoch ms. */
  readonly serverNow: number;
  readonly sentAt: number;
  readonly receivedAt: number;
  /** How coarse `serverNow` itself is, ms either way. */
  readonly precisionMs?: number;
}

interface Reading {
  /** Server's epoch ms minus this device's monotonic ms. */
  readonly offsetMs: number;
  readonly uncertaintyMs: number;
  readonly takenAt: number;
}

/** How fast two ordinary quartz clocks may part. */
const drift = 100e-6;

/**
 * An estimate of the server's clock: Cristian's algorithm (the middle of the round trip, give or take half of it),
 * keeping the reading with the shortest round trip. What was read ages with the clocks' drift, and a new reading
 * that contradicts the kept one replaces it: a device that slept may have stopped its monotonic clock.
 */
export class ServerClock {
  readonly #environment: Environment;
  #best: Reading | null = null;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Epoch ms by the server's clock; by this device's own until the server's has been read. */
  now(): number {
    return this.#best === null
      ? this.#environment.wallClock()
      : this.#environment.monotonic() + this.#best.offsetMs;
  }

  /** How far `now()` may be off, ms; `null` until the server's clock has been read. */
  uncertaintyMs(): number | null {
    return this.#best === null ? null : aged(this.#best, this.#environment.monotonic());
  }

  sample({ serverNow, sentAt, receivedAt, precisionMs = 0 }: ClockSample): void {
    const reading: Reading = {
      offsetMs: serverNow - (sentAt + receivedAt) / 2,
      uncertaintyMs: (receivedAt - sentAt) / 2 + precisionMs,
      takenAt: receivedAt,
    };
    if (this.#best === null || isBetter(reading, this.#best)) this.#best = reading;
  }
}

function isBetter(reading: Reading, best: Reading): boolean {
  const bestNow = aged(best, reading.takenAt);
  const contradicts = Math.abs(reading.offsetMs - best.offsetMs) > reading.uncertaintyMs + bestNow;
  return contradicts || reading.uncertaintyMs <= bestNow;
}

function aged(reading: Reading, now: number): number {
  return reading.uncertaintyMs + (now - reading.takenAt) * drift;
}
