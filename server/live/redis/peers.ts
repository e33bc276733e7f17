import { channels } from './keys.ts';
import type { RedisLink } from './redisLink.ts';

/** A node that has not been heard for so many pulses is gone. */
const missedPulses = 5;

export interface PeersOptions {
  readonly pulseMs: number;
  /** Monotonic, ms. */
  readonly elapsed: () => number;
}

/**
 * Which nodes are there, by their pulses. As long as this node itself hears nothing, and shortly after, nobody is taken
 * for gone: others may be there unheard.
 */
export class Peers {
  readonly #options: PeersOptions;
  readonly #heardAt = new Map<string, number>();
  readonly #gone = new Set<string>();
  readonly #listeners: ((nodeId: string) => void)[] = [];
  /** When anybody was heard last, this node itself included: it may have been frozen, and the others not. */
  #latest = 0;
  /** Since when this node hears; `null` while it is stale. */
  #hearingSince: number | null = null;

  constructor(link: RedisLink, options: PeersOptions) {
    this.#options = options;
    link.onStale((isStale) => {
      this.#hearingSince = isStale ? null : options.elapsed();
    });
    link.listen(channels.pulse, (_channel, message) => this.#hear(message.toString()));
  }

  isAlive(nodeId: string): boolean {
    return !this.#gone.has(nodeId);
  }

  /** Called when a node is gone, and when it is back. */
  onChange(listener: (nodeId: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Somebody speaks of this node: it is expected to be heard. */
  expect(nodeId: string): void {
    if (!this.#heardAt.has(nodeId)) this.#heardAt.set(nodeId, this.#options.elapsed());
  }

  /** Looks for who has fallen silent. Call it about once a pulse. */
  look(): void {
    if (this.#hearingSince === null) return;
    const silentMs = missedPulses * this.#options.pulseMs;
    if (this.#latest - this.#hearingSince < silentMs) return;
    for (const [nodeId, heardAt] of this.#heardAt) {
      if (this.#latest - heardAt < silentMs || this.#gone.has(nodeId)) continue;
      this.#gone.add(nodeId);
      this.#tell(nodeId);
    }
  }

  #hear(nodeId: string): void {
    this.#latest = this.#options.elapsed();
    this.#heardAt.set(nodeId, this.#latest);
    if (this.#gone.delete(nodeId)) this.#tell(nodeId);
  }

  #tell(nodeId: string): void {
    for (const listener of this.#listeners) listener(nodeId);
  }
}
