import { type AttemptKey, Unavailable } from '../app/ports.ts';
import type { Frame } from '../domain/frame.ts';
import { commitSomething, readFrames } from './attemptStatements.ts';
import { decodeFrame, type FrameRow } from './frameCodec.ts';
import { GroupCommit } from './groupCommit.ts';
import { failureOf, type Lane } from './lane.ts';

interface Read {
  readonly key: AttemptKey;
  readonly afterSeq: number;
}

/** Reads tails of attempts. Reads that are wanted at the same time travel in one statement. */
export class FrameReader {
  readonly #reads: GroupCommit<Read, readonly FrameRow[]>;
  readonly #confirmations: GroupCommit<null, null>;

  /** `confirming` is a connection of its own, so that confirmations do not wait for reads. */
  constructor(lanes: readonly Lane[], confirming: Lane) {
    const bounds = {
      maxBytes: Number.POSITIVE_INFINITY,
      maxQueued: 50_000,
      sizeOf: () => 0,
      compare: () => 0,
      whenFull: () => {
        throw new Unavailable(new Error('Too many reads wait for the database.'));
      },
    };
    this.#confirmations = new GroupCommit({
      ...bounds,
      lanes: 1,
      maxRows: 50_000,
      write: async (waiting) => {
        await answered(confirming, () => confirming.query(commitSomething, []));
        return waiting;
      },
    });
    this.#reads = new GroupCommit({
      ...bounds,
      lanes: lanes.length,
      maxRows: 200,
      write: (reads, lane) => this.#fetch(reads, lanes[lane]),
    });
  }

  /** Rows are decoded one attempt at a time: one that cannot be read disturbs no other. @throws Unavailable */
  async read(key: AttemptKey, afterSeq: number): Promise<readonly Frame[]> {
    const rows = await this.#reads.submit({ key, afterSeq });
    return rows.map(decodeFrame);
  }

  /** What was read before is as durable as this commit: it waits for a synchronous standby, like every commit. @throws Unavailable */
  async confirm(): Promise<void> {
    await this.#confirmations.submit(null);
  }

  async #fetch(reads: readonly Read[], lane: Lane | undefined): Promise<readonly (readonly FrameRow[])[]> {
    if (lane === undefined) throw new Error('A reader needs a connection for each of its lanes.');
    const values = [
      reads.map(({ key }) => key.regionId),
      reads.map(({ key }) => key.attemptId),
      reads.map(({ afterSeq }) => afterSeq),
    ];
    const found: FrameRow[][] = reads.map(() => []);
    const rows = await answered(lane, () => lane.query<FrameRow>(readFrames, values));
    for (const row of rows) found[row.place]?.push(row);
    return found;
  }
}

/** @throws Unavailable; the connection is then given up. */
async function answered<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (failureOf(error) === 'unknown') lane.reset();
    throw new Unavailable(error);
  }
}
