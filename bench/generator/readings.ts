import { Histogram } from '../histogram.ts';
import type { PhaseResult } from './messages.ts';
import type { Timing } from './meters.ts';

/** One kind of timing over all processes: as a whole, and by second since epoch 0, in order. */
export interface TimingReading {
  readonly whole: Histogram;
  readonly seconds: readonly (readonly [second: number, histogram: Histogram])[];
}

/** Phases that are over sooner say nothing of how busy a process is. */
const shortestMs = 1_000;
const msPerSecond = 1_000;

/** What all generator processes have read in one phase, merged. */
export class Readings {
  readonly #results: readonly PhaseResult[];

  constructor(results: readonly PhaseResult[]) {
    this.#results = results;
  }

  /** Of phases that followed each other, as one. */
  static together(parts: readonly Readings[]): Readings {
    return new Readings(parts.flatMap((part) => part.#results));
  }

  /** CPU time of all generators, s. */
  get cpuS(): number {
    return this.#results.reduce((sum, { cpuS }) => sum + cpuS, 0);
  }

  /** Of the busiest process in its busiest five seconds: the share in which its event loop was at work. */
  get busy(): number {
    const long = this.#results.filter(({ lastedMs }) => lastedMs >= shortestMs);
    return Math.max(0, ...long.map(({ busyMs, lastedMs }) => busyMs / lastedMs));
  }

  get unfinished(): number {
    return this.#results.reduce((sum, { unfinished }) => sum + unfinished, 0);
  }

  count(name: string): number {
    return this.#results.reduce((sum, { meters }) => sum + (meters.counts[name] ?? 0), 0);
  }

  /** Every count whose name begins so, by the rest of the name. */
  countsOf(prefix: string): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { meters } of this.#results) {
      for (const [name, count] of Object.entries(meters.counts)) {
        if (!name.startsWith(prefix)) continue;
        const rest = name.slice(prefix.length);
        counts[rest] = (counts[rest] ?? 0) + count;
      }
    }
    return counts;
  }

  timing(timing: Timing): TimingReading {
    const whole = new Histogram();
    const seconds = new Map<number, Histogram>();
    for (const each of this.#results.flatMap(({ meters }) => meters.timings)) {
      if (each.timing !== timing) continue;
      whole.add(each.whole);
      for (const [second, data] of each.seconds) {
        const histogram = seconds.get(second) ?? new Histogram();
        seconds.set(second, histogram);
        histogram.add(data);
      }
    }
    return { whole, seconds: [...seconds].sort(([a], [b]) => a - b) };
  }
}

/** What was over in the whole seconds between two moments, epoch ms, and how many of it there was a second. */
export function within(
  { seconds }: TimingReading,
  from: number,
  until: number,
): { readonly whole: Histogram; readonly perS: number } {
  const [first, end] = [Math.ceil(from / msPerSecond), Math.floor(until / msPerSecond)];
  const whole = new Histogram();
  for (const [second, histogram] of seconds) {
    if (second >= first && second < end) whole.add(histogram.toData());
  }
  return { whole, perS: whole.count / Math.max(1, end - first) };
}
