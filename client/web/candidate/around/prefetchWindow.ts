const minuteMs = 60_000;

/** How long before the opening pages begin to fetch the paper. */
const earliestMs = 60 * minuteMs;

/** The fetches of a hall are spread over at most this. */
const longestMs = 10 * minuteMs;

/** Time that is left alone before the opening, so that the fetches are over when the start begins. */
const quietMs = 30_000;

export interface PrefetchWindow {
  /** The window begins after this, ms. */
  readonly waitMs: number;
  /** The fetch is at a random moment of it, ms. */
  readonly windowMs: number;
}

/** When a page fetches the sealed paper of an exam that opens in `leftMs`; one that is open already at once. */
export function prefetchWindow(leftMs: number): PrefetchWindow {
  const waitMs = Math.max(0, leftMs - earliestMs);
  const windowMs = Math.min(longestMs, Math.max(0, leftMs - waitMs - quietMs));
  return { waitMs, windowMs };
}
