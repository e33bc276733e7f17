/** Of `everyMs`: a round that begins so shortly before its moment was meant for it. */
const earlyShare = 0.05;

export interface AlignedOptions {
  readonly everyMs: number;
  /** How long after a whole `everyMs` of the clock, ms. */
  readonly offsetMs: number;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * How long `Periodic` work waits to be done at the same moments on every node, because their clocks agree: so what one node
 * publishes on the second is there when another one passes it on a little later. A round that takes too long leaves out the
 * moments it has missed.
 */
export function aligned({ everyMs, offsetMs, now }: AlignedOptions): () => number {
  return () => {
    const since = (((now() - offsetMs) % everyMs) + everyMs) % everyMs;
    // A timer may go off a little before its moment by the other clock: that moment is over then.
    const isEarly = everyMs - since < everyMs * earlyShare;
    return everyMs - since + (isEarly ? everyMs : 0);
  };
}
