/** Of `everyMs`: a round that begins so shortly before its moment was meant for it. */
const earlyShare = 0.05;

export interface AlignedOptions {
  readonly everyMs: number;
  /** How long after a whole `everyMs` of the clock, ms. */
  readonly offsetMs: number;
  /** Epoch ms. */
  readonly now: () => number;
  readonly work: () => unknown;
  readonly onError: (error: unknown) => void;
}

/**
 * Work that is done at the same moments on every node, because their clocks agree: so what one node publishes on the second
 * is there when another one passes it on a little later. A round that takes too long leaves out the moments it has missed.
 */
export class Aligned {
  readonly #options: AlignedOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: AlignedOptions) {
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
    const { everyMs, offsetMs, now } = this.#options;
    const since = (((now() - offsetMs) % everyMs) + everyMs) % everyMs;
    // A timer may go off a little before its moment by the other clock: that moment is over then.
    const isEarly = everyMs - since < everyMs * earlyShare;
    this.#timer = setTimeout(
      () => {
        this.#running = this.#round();
      },
      everyMs - since + (isEarly ? everyMs : 0),
    );
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
