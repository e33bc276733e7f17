import { seededRandom } from '../cli/random.ts';
import type { CallOff, Environment } from '../environment.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that moves only when told to, and chance from a seed. */
export class FakeEnvironment implements Environment {
  readonly random: () => number;
  readonly reported: unknown[] = [];
  readonly #timers = new Set<Timer>();
  readonly #networkListeners = new Set<() => void>();
  #now = 0;
  #ids = 0;
  /** The device's wall clock when the test began, epoch ms. */
  readonly #startedAt: number;

  constructor(seed = 1, startedAt = 1_790_000_000_000) {
    this.random = seededRandom(seed);
    this.#startedAt = startedAt;
  }

  /** Timers that have not fired. */
  get timers(): number {
    return this.#timers.size;
  }

  wallClock(): number {
    return this.#startedAt + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): CallOff {
    // Whole milliseconds: sums of fractions would miss the timer they lead up to.
    const timer = { at: this.#now + Math.ceil(ms), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}-${Math.floor(this.random() * 1e9).toString(36)}`;
  }

  onNetworkBack(listener: () => void): CallOff {
    this.#networkListeners.add(listener);
    return () => this.#networkListeners.delete(listener);
  }

  /** The device says so. */
  networkIsBack(): void {
    for (const listener of this.#networkListeners) listener();
  }

  report(error: unknown): void {
    this.reported.push(error);
  }

  /** Lets everything that waits for nothing but promises run. */
  async flush(): Promise<void> {
    await new Promise(setImmediate);
  }

  /** Lets `ms` pass, timer by timer. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + Math.ceil(ms);
    await this.flush();
    for (let next = this.#next(); next !== undefined && next.at <= until; next = this.#next()) {
      this.#now = Math.max(this.#now, next.at);
      this.#timers.delete(next);
      next.callback();
      await this.flush();
    }
    this.#now = until;
  }

  /** Lets time pass until `condition` holds; throws when it does not within `limitMs`. */
  async until(condition: () => boolean, limitMs = 600_000): Promise<void> {
    const end = this.#now + limitMs;
    await this.flush();
    while (!condition()) {
      const next = this.#next();
      if (next === undefined || next.at > end) throw new Error(`Not so after ${limitMs} ms of fake time.`);
      await this.advance(Math.max(0, next.at - this.#now));
    }
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  }
}
