import { randomBytes } from 'node:crypto';
import { realEnvironment } from '../../client/session/environment.ts';
import type { ConnectionSurroundings } from './connection.ts';

const usualBufferBytes = 256 * 1024;

/** What all connections of this process share. */
export function surroundings(readBufferBytes = usualBufferBytes): ConnectionSurroundings {
  return {
    mask: maskSource(randomBytes(4).readUInt32LE()),
    readBuffer: Buffer.alloc(readBufferBytes),
    after: realEnvironment.after,
  };
}

/** A linear congruential step for each mask: a frame's mask only has to differ from the last one. */
function maskSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}
