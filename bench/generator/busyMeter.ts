/** For how long an event loop was at work, and for how long it waited, since it began; ms. */
export interface LoopTime {
  readonly active: number;
  readonly idle: number;
}

/** A stretch of time, and for how much of it the loop was at work; ms. */
export interface Stretch {
  readonly lastedMs: number;
  readonly busyMs: number;
}

const stretchMs = 5_000;

/**
 * Finds the busiest five seconds of a phase, or all of a shorter one. Over a whole phase, the time in which a process only
 * waits for the last answers would make little of the time in which it could not keep up.
 */
export class BusyMeter {
  /** Looks at the loop's time, the oldest of them at most a stretch and one look ago. */
  readonly #looks: LoopTime[];
  #busiest: Stretch = { lastedMs: 0, busyMs: 0 };

  constructor(begin: LoopTime) {
    this.#looks = [begin];
  }

  look(now: LoopTime): void {
    this.#looks.push(now);
    while (between(this.#looks[1] ?? now, now).lastedMs >= stretchMs) this.#looks.shift();
    const last = between(this.#looks[0] ?? now, now);
    if (last.lastedMs >= stretchMs && share(last) > share(this.#busiest)) this.#busiest = last;
  }

  /** `now`: when the phase is over. */
  busiest(now: LoopTime): Stretch {
    this.look(now);
    return this.#busiest.lastedMs > 0 ? this.#busiest : between(this.#looks[0] ?? now, now);
  }
}

function between(earlier: LoopTime, later: LoopTime): Stretch {
  const busyMs = later.active - earlier.active;
  return { busyMs, lastedMs: busyMs + later.idle - earlier.idle };
}

function share({ busyMs, lastedMs }: Stretch): number {
  return lastedMs === 0 ? 0 : busyMs / lastedMs;
}
