export interface PeriodicOptions {
  /** How long from now to the next round, ms. */
  readonly waitMs: () => number;
  readonly work: () => unknown;
  readonly onError: (error: unknown) => void;
}

/** Work that is done again and again: a round begins so long after the one before is over, never at the same time. */
export class Periodic {
  readonly #options: PeriodicOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: PeriodicOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Resolves when the last round is over; no timer is left. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#round();
    }, this.#options.waitMs());
  }

  async #round(): Promise<void> {
    try {
      await this.#options.work();
    } catch (error) {
      this.#options.onError(error);
    }
    this.#schedule();
  }
}
