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
/** Of a machine that is too busy to answer within that, the best of so many readings is taken. */
const readingsAtStart = 10;

interface Reading {
  /** Database time minus process time, ms. */
  readonly offset: number;
  readonly roundTripMs: number;
}

/**
 * The server's clock: that of the attempts' database, so that every node means the same by a deadline. Between two
 * readings it runs on the process's monotonic time; it never runs backwards by a correction, it waits.
 */
export class DatabaseClock implements Clock {
  readonly #read: ReadDatabaseTime;
  readonly #elapsed: () => number;
  #offset: number;
  #last = 0;

  private constructor(read: ReadDatabaseTime, elapsed: () => number, { offset }: Reading) {
    this.#read = read;
    this.#elapsed = elapsed;
    this.#offset = offset;
  }

  /** `elapsed`: monotonic ms of this process. */
  static async start(read: ReadDatabaseTime, elapsed: () => number): Promise<DatabaseClock> {
    // The first reading also opens a connection, and takes too long to be trusted.
    await measure(read, elapsed);
    let best = await measure(read, elapsed);
    for (let readings = 1; readings < readingsAtStart && !isTelling(best); readings += 1) {
      const next = await measure(read, elapsed);
      if (next.roundTripMs < best.roundTripMs) best = next;
    }
    return new DatabaseClock(read, elapsed, best);
  }

  now(): number {
    this.#last = Math.max(this.#last, Math.floor(this.#elapsed() + this.#offset));
    return this.#last;
  }

  /** Measures the offset again. An earlier reading is better than one that took long. */
  async adjust(): Promise<void> {
    const reading = await measure(this.#read, this.#elapsed);
    if (isTelling(reading)) this.#offset = reading.offset;
  }
}

/** The reading is taken for the middle of its round trip: of one that took long nobody knows when the database was read. */
async function measure(read: ReadDatabaseTime, elapsed: () => number): Promise<Reading> {
  const sentAt = elapsed();
  const databaseTime = await read();
  const receivedAt = elapsed();
  return { offset: databaseTime - (sentAt + receivedAt) / 2, roundTripMs: receivedAt - sentAt };
}

function isTelling({ roundTripMs }: Reading): boolean {
  return roundTripMs <= longestRoundTripMs;
}
