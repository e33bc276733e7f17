export interface PeriodicOptions {
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/** Work that is done again and again, `everyMs` after it was last finished; never twice at the same time. */
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
    }, this.#options.everyMs);
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
