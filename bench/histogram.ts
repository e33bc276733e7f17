/**
 * Latencies in a log-linear histogram after HdrHistogram: every value is kept to within 1/128 of itself, in a fixed
 * size, and histograms of several processes merge without loss. Percentiles are never averaged.
 */

const subBits = 7;
const subBuckets = 1 << subBits;
const longestUs = 2 ** 31 - 1;
const buckets = subBuckets * (31 - subBits + 1);
const usPerMs = 1_000;

/** A histogram on its way between processes: index and count of every bucket that is not empty, in turn. */
export interface HistogramData {
  readonly buckets: readonly number[];
  readonly maxUs: number;
}

export class Histogram {
  readonly #counts = new Float64Array(buckets);
  #count = 0;
  #maxUs = 0;

  static from(data: HistogramData): Histogram {
    const histogram = new Histogram();
    histogram.add(data);
    return histogram;
  }

  get count(): number {
    return this.#count;
  }

  /** The greatest value, ms, exact to the microsecond. */
  get maxMs(): number {
    return this.#maxUs / usPerMs;
  }

  /** Negative values count as 0; those above 35 minutes as 35 minutes. */
  record(ms: number): void {
    const us = Math.min(longestUs, Math.max(0, Math.round(ms * usPerMs)));
    const index = indexOf(us);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
    if (us > this.#maxUs) this.#maxUs = us;
  }

  add(data: HistogramData): void {
    for (let at = 0; at + 1 < data.buckets.length; at += 2) {
      const index = data.buckets[at] ?? 0;
      const count = data.buckets[at + 1] ?? 0;
      this.#counts[index] = (this.#counts[index] ?? 0) + count;
      this.#count += count;
    }
    this.#maxUs = Math.max(this.#maxUs, data.maxUs);
  }

  /** The value that `share` (0…1) of all values do not exceed, ms; 0 when there are none. */
  percentileMs(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let index = 0; index < buckets; index += 1) {
      seen += this.#counts[index] ?? 0;
      if (seen >= wanted) return Math.min(highestUs(index), this.#maxUs) / usPerMs;
    }
    return this.maxMs;
  }

  toData(): HistogramData {
    const filled: number[] = [];
    this.#counts.forEach((count, index) => {
      if (count > 0) filled.push(index, count);
    });
    return { buckets: filled, maxUs: this.#maxUs };
  }
}

function indexOf(us: number): number {
  if (us < subBuckets) return us;
  const shift = 31 - Math.clz32(us) - subBits;
  return shift * subBuckets + (us >>> shift);
}

/** The greatest value that falls into the bucket. */
function highestUs(index: number): number {
  if (index < 2 * subBuckets) return index;
  const shift = (index >>> subBits) - 1;
  const lowest = (index - shift * subBuckets) * 2 ** shift;
  return lowest + 2 ** shift - 1;
}
