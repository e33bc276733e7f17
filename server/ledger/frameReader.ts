import { type AttemptKey, Unavailable } from '../app/ports.ts';
import type { Frame } from '../domain/frame.ts';
import { readFrames } from './attemptStatements.ts';
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

  constructor(lanes: readonly Lane[]) {
    this.#reads = new GroupCommit({
      lanes: lanes.length,
      maxRows: 200,
      maxBytes: Number.POSITIVE_INFINITY,
      maxQueued: 50_000,
      sizeOf: () => 0,
      compare: () => 0,
      whenFull: () => {
        throw new Unavailable(new Error('Too many reads wait for the database.'));
      },
      write: (reads, lane) => this.#fetch(reads, lanes[lane]),
    });
  }

  /** Rows are decoded one attempt at a time: one that cannot be read disturbs no other. @throws Unavailable */
  async read(key: AttemptKey, afterSeq: number): Promise<readonly Frame[]> {
    const rows = await this.#reads.submit({ key, afterSeq });
    return rows.map(decodeFrame);
  }

  async #fetch(reads: readonly Read[], lane: Lane | undefined): Promise<readonly (readonly FrameRow[])[]> {
    if (lane === undefined) throw new Error('A reader needs a connection for each of its lanes.');
    const values = [
      reads.map(({ key }) => key.regionId),
      reads.map(({ key }) => key.attemptId),
      reads.map(({ afterSeq }) => afterSeq),
    ];
    try {
      const found: FrameRow[][] = reads.map(() => []);
      for (const row of await lane.query<FrameRow>(readFrames, values)) found[row.place]?.push(row);
      return found;
    } catch (error) {
      if (failureOf(error) === 'unknown') lane.reset();
      throw new Unavailable(error);
    }
  }
}
