/** Samples kept, and how far apart they are, ms: five minutes. */
const kept = 30;
export const stepMs = 10_000;

/** What a number of each place was over the last minutes, oldest first. */
export class History {
  readonly #samples = new Map<number, number[]>();
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Takes a sample when it is time for one; `at` is ms by any clock. Returns whether it did. */
  sample(at: number, values: Iterable<readonly [place: number, value: number]>): boolean {
    if (at - this.#lastAt < stepMs) return false;
    this.#lastAt = at;
    for (const [place, value] of values) {
      const before = this.#samples.get(place) ?? [];
      this.#samples.set(place, [...before.slice(1 - kept), value]);
    }
    return true;
  }

  of(place: number): readonly number[] {
    return this.#samples.get(place) ?? [];
  }
}
