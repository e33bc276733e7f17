const slotMs = 1_000;

/**
 * Things that are due at some time, looked at together: one timer for a node instead of one for each connection.
 * Times are epoch ms and count in whole seconds, rounded up.
 */
export class ExpiryWheel<T> {
  readonly #slots = new Map<number, Set<T>>();
  readonly #slotOf = new Map<T, number>();

  get size(): number {
    return this.#slotOf.size;
  }

  /** `item` is due at `at`; what was said of it before no longer holds. */
  set(item: T, at: number): void {
    this.delete(item);
    const slot = Math.ceil(at / slotMs);
    const items = this.#slots.get(slot) ?? new Set();
    this.#slots.set(slot, items);
    items.add(item);
    this.#slotOf.set(item, slot);
  }

  delete(item: T): void {
    const slot = this.#slotOf.get(item);
    if (slot === undefined) return;
    this.#slotOf.delete(item);
    const items = this.#slots.get(slot);
    items?.delete(item);
    if (items?.size === 0) this.#slots.delete(slot);
  }

  /** Takes out everything that is due at `now`. */
  take(now: number): T[] {
    const due = [...this.#slots.keys()].filter((slot) => slot * slotMs <= now).sort((a, b) => a - b);
    const items = due.flatMap((slot) => [...(this.#slots.get(slot) ?? [])]);
    for (const item of items) this.delete(item);
    return items;
  }
}
