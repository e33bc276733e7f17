import type { Clock } from '../app/ports.ts';
import type { PrismaClient } from './generated/client.ts';

/** Reads the database's clock, epoch ms. */
export type ReadDatabaseTime = () => Promise<number>;

export async function readDatabaseTime(prisma: PrismaClient): Promise<number> {
  const [row] = await prisma.$queryRaw<{ now: number }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
  return row?.now ?? Number.NaN;
}

/** Its half stays below the 0.25 s by which a stamp may be ahead of the database's clock. */
const longestRoundTripMs = 400;

/**
 * The server's clock: that of the attempts' database, so that every node means the same by a deadline. Between two
 * readings it runs on the process's monotonic time; it never runs backwards by a correction, it waits.
 */
export class DatabaseClock implements Clock {
  readonly #read: ReadDatabaseTime;
  readonly #elapsed: () => number;
  /** Database time minus process time, ms; `null` before the first reading. */
  #offset: number | null = null;
  #last = 0;

  private constructor(read: ReadDatabaseTime, elapsed: () => number) {
    this.#read = read;
    this.#elapsed = elapsed;
  }

  /** `elapsed`: monotonic ms of this process. */
  static async start(read: ReadDatabaseTime, elapsed: () => number): Promise<DatabaseClock> {
    const clock = new DatabaseClock(read, elapsed);
    // The first reading also opens a connection, and takes too long to be trusted.
    await clock.adjust();
    await clock.adjust();
    return clock;
  }

  now(): number {
    this.#last = Math.max(this.#last, Math.floor(this.#elapsed() + (this.#offset ?? 0)));
    return this.#last;
  }

  /**
   * Measures the offset again. The reading is taken for the middle of its round trip; of one that took long nobody knows
   * when the database was read, so an earlier one is better.
   */
  async adjust(): Promise<void> {
    const sentAt = this.#elapsed();
    const databaseTime = await this.#read();
    const receivedAt = this.#elapsed();
    if (this.#offset !== null && receivedAt - sentAt > longestRoundTripMs) return;
    this.#offset = databaseTime - (sentAt + receivedAt) / 2;
  }
}
