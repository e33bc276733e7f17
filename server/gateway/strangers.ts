/** A connection that nobody has signed in on yet. */
export interface Stranger {
  /** Somebody has signed in on it, or it is gone: it is no longer counted. Harmless to repeat. */
  leave(): void;
}

export interface StrangerLimits {
  readonly total: number;
  readonly perAddress: number;
}

interface Entry {
  readonly address: string;
  readonly cut: () => void;
}

/**
 * Bounds the connections that nobody has signed in on, in total and for each address. A limit turns nobody away who
 * comes: instead the connection that has waited longest is cut. Who signs in needs a moment, who only fills the room
 * has waited longer; so idle connections cannot lock anybody out.
 */
export class Strangers {
  readonly #limits: StrangerLimits;
  /** Sets iterate in the order of insertion: the first has waited longest. */
  readonly #all = new Set<Entry>();
  readonly #byAddress = new Map<string, Set<Entry>>();

  constructor(limits: StrangerLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#all.size;
  }

  admit(address: string, cut: () => void): Stranger {
    const entry = { address, cut };
    const neighbours = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, neighbours);
    neighbours.add(entry);
    this.#all.add(entry);
    if (neighbours.size > this.#limits.perAddress) this.#cutOldest(neighbours);
    if (this.#all.size > this.#limits.total) this.#cutOldest(this.#all);
    return { leave: () => this.#remove(entry) };
  }

  #cutOldest(among: ReadonlySet<Entry>): void {
    const [oldest] = among;
    if (oldest === undefined) return;
    this.#remove(oldest);
    oldest.cut();
  }

  #remove(entry: Entry): void {
    this.#all.delete(entry);
    const neighbours = this.#byAddress.get(entry.address);
    neighbours?.delete(entry);
    if (neighbours?.size === 0) this.#byAddress.delete(entry.address);
  }
}
