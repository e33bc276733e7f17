import { aligned } from '../worker/aligned.ts';

/**
 * When in each second of the clock nodes do what builds on what was done before, ms: so that what one has noticed is in the
 * rooms of all at the end of the same second, and not one round of waiting later for each step.
 */
export const moments = {
  /** Nodes publish whom they see. */
  publishRoster: 0,
  /** One of them looks for places that were cut off, and writes incidents. */
  lookForDrops: 50,
  /** Each reads the incidents that are new. */
  readIncidents: 150,
  /** Rooms tell of the second. What comes later, from a busy node, waits for the next. */
  tellRooms: 250,
} as const;

/** How long to wait for the next such moment, ms. */
export function eachSecond(moment: keyof typeof moments, now: () => number): () => number {
  return aligned({ everyMs: 1_000, offsetMs: moments[moment], now });
}
