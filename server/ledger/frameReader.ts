import type { AttemptKey } from '../app/ports.ts';
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
  readonly #reads: GroupCommit<Read, readonly Frame[]>;

  constructor(lanes: readonly Lane[]) {
    this.#reads = new GroupCommit({
      lanes: lanes.length,
      maxRows: 200,
      maxBytes: Number.POSITIVE_INFINITY,
      maxQueued: Number.POSITIVE_INFINITY,
      sizeOf: () => 0,
      compare: () => 0,
      whenFull: () => [],
      write: (reads, lane) => this.#fetch(reads, lanes[lane]),
    });
  }

  read(key: AttemptKey, afterSeq: number): Promise<readonly Frame[]> {
    return this.#reads.submit({ key, afterSeq });
  }

  async #fetch(reads: readonly Read[], lane: Lane | undefined): Promise<readonly (readonly Frame[])[]> {
    if (lane === undefined) throw new Error('A reader needs a connection for each of its lanes.');
    const values = [
      reads.map(({ key }) => key.regionId),
      reads.map(({ key }) => key.attemptId),
      reads.map(({ afterSeq }) => afterSeq),
    ];
    try {
      const rows = await lane.query<FrameRow>(readFrames, values);
      const frames: Frame[][] = reads.map(() => []);
      for (const row of rows) frames[row.place]?.push(decodeFrame(row));
      return frames;
    } catch (error) {
      if (failureOf(error) === 'unknown') lane.reset();
      throw error;
    }
  }
}
