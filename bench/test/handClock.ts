import type { LoopClock } from '../openLoop.ts';

interface Timer {
  readonly at: number;
  readonly then: () => void;
}

/** A clock that goes only where a test moves it. */
export class HandClock implements LoopClock {
  #now = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, then: () => void): () => void {
    const timer = { at: this.#now + ms, then };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  get timers(): number {
    return this.#timers.length;
  }

  /** Runs what is due on the way, each thing at its time. */
  moveTo(at: number): void {
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= at).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.then();
    }
    this.#now = at;
  }

  /** The process does nothing until then: what was due comes late. */
  freezeUntil(at: number): void {
    this.#now = at;
    this.moveTo(at);
  }
}
