/** One process that is to be there all the time. */
export interface Child {
  readonly pid: number;
  /** Resolves when it does its work; rejects when it ended before it ever did. */
  readonly ready: Promise<void>;
  /** Resolves with how it ended, as a person would say it: `exit code 1`, `SIGKILL`. */
  readonly ended: Promise<string>;
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface KeeperOptions {
  /** What a person calls it: `Node 2`. */
  readonly name: string;
  readonly launch: () => Child;
  readonly say: (line: string) => void;
  /** Resolves after so many ms, or at once when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Monotonic ms. */
  readonly elapsed: () => number;
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;

/** Whoever lived so long did not die of its start: the next one comes at once again. */
const soundLifeMs = 60_000;

/** How long a process has to end in order; longer than a node drains. */
const stopPatienceMs = 45_000;

/** Keeps one process running: launches it again whenever it ends by itself, later each time when it keeps ending. */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #stopped = new AbortController();
  readonly #living = new Set<Child>();
  #current: Child | null = null;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** The process that does the work now, or is about to. */
  get pid(): number {
    return this.#current?.pid ?? 0;
  }

  /** Rejects when the very first one does not come up: then there is nothing to keep. */
  async start(): Promise<void> {
    const child = this.#launch();
    this.#current = child;
    await child.ready;
    this.#watching = this.#watch();
  }

  /** Launches a new one beside the old, and ends the old in order once the new one works. */
  async replace(): Promise<void> {
    const { name, say } = this.#options;
    const fresh = this.#launch();
    try {
      await fresh.ready;
    } catch {
      if (!this.#stopped.signal.aborted) say(`${name} stays as it is: a new one did not come up.`);
      return;
    }
    const old = this.#current;
    this.#current = fresh;
    if (old !== null) await this.#end(old);
    if (!this.#stopped.signal.aborted) say(`${name} was restarted (process ${fresh.pid}).`);
  }

  /** Resolves when no process is left. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all([...this.#living].map((child) => this.#end(child)));
    await this.#watching;
  }

  #launch(): Child {
    const child = this.#options.launch();
    this.#living.add(child);
    // Whoever waits for it hears of it; nobody may be waiting any more.
    child.ready.catch(() => undefined);
    void child.ended.then(() => this.#living.delete(child));
    return child;
  }

  async #end(child: Child): Promise<void> {
    const patience = new AbortController();
    child.signal('SIGTERM');
    const insist = this.#options.wait(stopPatienceMs, patience.signal).then(() => {
      if (!patience.signal.aborted) child.signal('SIGKILL');
    });
    await child.ended;
    patience.abort();
    await insist;
  }

  async #watch(): Promise<void> {
    const { name, say, elapsed } = this.#options;
    for (let delay = firstDelayMs; ; ) {
      const child = this.#current;
      if (child === null) return;
      const since = elapsed();
      const how = await child.ended;
      if (this.#stopped.signal.aborted) return;
      if (this.#current !== child) continue;
      if (elapsed() - since > soundLifeMs) delay = firstDelayMs;
      say(`${name} (process ${child.pid}) has ended (${how}); it is started again in ${delay / 1_000} s.`);
      await this.#bringBack(child, delay);
      delay = Math.min(2 * delay, longestDelayMs);
    }
  }

  /** One try to put another process in the place of this one. */
  async #bringBack(dead: Child, delay: number): Promise<void> {
    const { name, say, wait } = this.#options;
    await wait(delay, this.#stopped.signal);
    // Somebody else may have put a new one there meanwhile.
    if (this.#stopped.signal.aborted || this.#current !== dead) return;
    const fresh = this.#launch();
    this.#current = fresh;
    await fresh.ready.then(
      () => say(`${name} is back (process ${fresh.pid}).`),
      () => undefined,
    );
  }
}
