import type { Deadline } from '../../server/protocol/candidate.ts';
import type { CallOff, Environment } from './environment.ts';
import type { ServerClock } from './serverClock.ts';

/** Spread over which pages ask after a section's end, so that a hall does not ask in the same millisecond. */
const sectionSpreadMs = 1_500;

/** The server seals by itself some seconds after the deadline and then tells; who has heard nothing by then asks. */
const deadlinePatienceMs = 10_000;
const deadlineSpreadMs = 10_000;

/** Timers of browsers overflow after 24.8 days; the clock may also be corrected meanwhile. */
const longestSleepMs = 600_000;

/** Reports moments at which the exam changes by the clock alone: sections open and end, the deadline passes. */
export class BoundaryTimer {
  readonly #environment: Environment;
  readonly #clock: ServerClock;
  readonly #onBoundary: () => void;
  #callOff: CallOff | null = null;

  constructor(environment: Environment, clock: ServerClock, onBoundary: () => void) {
    this.#environment = environment;
    this.#clock = clock;
    this.#onBoundary = onBoundary;
  }

  /** Reports once; whoever is told watches again with what the server then says. */
  watch(deadline: Deadline): void {
    this.#sleepUntil(this.#nextLook(deadline));
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  #sleepUntil(at: number): void {
    this.stop();
    const leftMs = at - this.#clock.now();
    if (leftMs <= 0) this.#onBoundary();
    else
      this.#callOff = this.#environment.after(Math.min(leftMs, longestSleepMs), () => this.#sleepUntil(at));
  }

  /** Epoch ms by the server's clock; always in the future. */
  #nextLook(deadline: Deadline): number {
    const now = this.#clock.now();
    const chance = this.#environment.random();
    const boundaries = (deadline.sections ?? []).flatMap(({ opensAt, endsAt }) => [opensAt, endsAt]);
    const next = Math.min(...boundaries.filter((at) => at > now && at < deadline.at));
    if (Number.isFinite(next)) return next + 1 + chance * sectionSpreadMs;
    return Math.max(deadline.at, now) + deadlinePatienceMs + chance * deadlineSpreadMs;
  }
}
