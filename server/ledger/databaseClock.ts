import type { Clock } from '../app/ports.ts';

/** Reads the database's clock, epoch ms. */
export type ReadDatabaseTime = () => Promise<number>;

/**
 * The server's clock: that of the attempts' database, so that every node means the same by a deadline. Between two
 * readings it runs on the process's monotonic time; it never runs backwards by a correction, it waits.
 */
export class DatabaseClock implements Clock {
  readonly #read: ReadDatabaseTime;
  readonly #elapsed: () => number;
  /** Database time minus process time, ms. */
  #offset: number;
  #last = 0;

  private constructor(read: ReadDatabaseTime, elapsed: () => number, offset: number) {
    this.#read = read;
    this.#elapsed = elapsed;
    this.#offset = offset;
  }

  /** `elapsed`: monotonic ms of this process. */
  static async start(read: ReadDatabaseTime, elapsed: () => number): Promise<DatabaseClock> {
    const clock = new DatabaseClock(read, elapsed, 0);
    await clock.adjust();
    return clock;
  }

  now(): number {
    this.#last = Math.max(this.#last, Math.floor(this.#elapsed() + this.#offset));
    return this.#last;
  }

  /** Measures the offset again. The reading is taken for the middle of its round trip. */
  async adjust(): Promise<void> {
    const sentAt = this.#elapsed();
    const databaseTime = await this.#read();
    const receivedAt = this.#elapsed();
    this.#offset = databaseTime - (sentAt + receivedAt) / 2;
  }
}
