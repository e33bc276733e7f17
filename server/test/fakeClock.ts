import type { Clock } from '../app/ports.ts';

/**
 * Stands still until it is told to move. It starts at the real time, and `shiftMs` is what it has come away from it:
 * added to the database's clock, so that stamps are judged by this clock.
 */
export class FakeClock implements Clock {
  #now = Date.now();

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  advanceTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  shiftMs(): number {
    return this.#now - Date.now();
  }
}
