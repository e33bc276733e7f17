/**
 * Collects rows from everywhere in the node and writes them together: while one batch is with the database the
 * next one gathers, so batches grow with the load and a lone row leaves at once.
 */
export interface GroupCommitOptions<Row, Result> {
  /** Writes one batch in one statement and returns the result of each row, in the rows' order. */
  readonly write: (rows: readonly Row[], lane: number) => Promise<readonly Result[]>;
  /** Batches in flight at the same time. */
  readonly lanes: number;
  /**
   * While a batch is away, another one leaves beside it only with this many rows, or when one of them has waited this
   * long: a statement costs much the same for one row as for twenty. Absent: whatever waits leaves on any free lane.
   */
  readonly gather?: { readonly rows: number; readonly maxMs: number };
  readonly maxRows: number;
  readonly maxBytes: number;
  /** Rows that may wait; more are answered with `whenFull`. */
  readonly maxQueued: number;
  readonly sizeOf: (row: Row) => number;
  /** Batches are sorted by it, so that two writers meet the same rows in the same order and cannot deadlock. */
  readonly compare: (a: Row, b: Row) => number;
  /** May throw: then the row's promise rejects. */
  readonly whenFull: () => Result;
  /** Rows that have waited longer than `maxMs` are answered with `whenOld` instead of being written. */
  readonly patience?: {
    readonly maxMs: number;
    readonly whenOld: () => Result;
    /** Monotonic ms. */
    readonly elapsed: () => number;
  };
}

interface Waiting<Row, Result> {
  readonly row: Row;
  readonly bytes: number;
  readonly since: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Row, Result> {
  readonly #options: GroupCommitOptions<Row, Result>;
  readonly #idle: number[];
  #queue: Waiting<Row, Result>[] = [];
  #scheduled = false;
  #gathering: NodeJS.Timeout | null = null;
  #whenIdle: (() => void)[] = [];

  constructor(options: GroupCommitOptions<Row, Result>) {
    this.#options = options;
    this.#idle = Array.from({ length: options.lanes }, (_, lane) => lane);
  }

  get queued(): number {
    return this.#queue.length;
  }

  submit(row: Row): Promise<Result> {
    if (this.#queue.length >= this.#options.maxQueued) {
      return new Promise((resolve) => resolve(this.#options.whenFull()));
    }
    return new Promise((resolve, reject) => {
      const since = this.#options.patience?.elapsed() ?? 0;
      this.#queue.push({ row, bytes: this.#options.sizeOf(row), since, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when nothing waits and nothing is in flight. */
  drained(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
    });
  }

  /** Rows that arrive in the same turn of the event loop travel together. */
  #schedule(): void {
    if (this.#scheduled || this.#idle.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(isDue = false): void {
    this.#turnAwayOld();
    while (this.#queue.length > 0) {
      if (!isDue && this.#isGathering()) return;
      const lane = this.#idle.pop();
      if (lane === undefined) return;
      void this.#send(this.#take(), lane);
    }
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    this.#gathering = null;
  }

  /** Too few rows wait to be worth a lane of their own; they leave when a batch is back, or when their time is up. */
  #isGathering(): boolean {
    const { gather, lanes } = this.#options;
    const isAlone = this.#idle.length === lanes;
    if (gather === undefined || isAlone || this.#idle.length === 0) return false;
    if (this.#queue.length >= gather.rows) return false;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#dispatch(true);
    }, gather.maxMs);
    return true;
  }

  /** Rows wait in the order they came, so the old ones stand in front. */
  #turnAwayOld(): void {
    const { patience } = this.#options;
    if (patience === undefined) return;
    const oldest = patience.elapsed() - patience.maxMs;
    const young = this.#queue.findIndex(({ since }) => since >= oldest);
    const old = this.#queue.splice(0, young === -1 ? this.#queue.length : young);
    for (const { resolve } of old) resolve(patience.whenOld());
  }

  #take(): Waiting<Row, Result>[] {
    const { maxRows, maxBytes } = this.#options;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#queue) {
      bytes += waiting.bytes;
      if (count === maxRows || (count > 0 && bytes > maxBytes)) break;
      count += 1;
    }
    const batch = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    return batch.sort((a, b) => this.#options.compare(a.row, b.row));
  }

  async #send(batch: readonly Waiting<Row, Result>[], lane: number): Promise<void> {
    try {
      const results = await this.#options.write(
        batch.map((waiting) => waiting.row),
        lane,
      );
      batch.forEach((waiting, index) => {
        const result = results[index];
        if (result === undefined) waiting.reject(new Error('A batch returned fewer results than rows.'));
        else waiting.resolve(result);
      });
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    } finally {
      this.#idle.push(lane);
      this.#dispatch();
      if (this.#isIdle()) for (const resolve of this.#whenIdle.splice(0)) resolve();
    }
  }

  #isIdle(): boolean {
    return this.#queue.length === 0 && this.#idle.length === this.#options.lanes;
  }
}
