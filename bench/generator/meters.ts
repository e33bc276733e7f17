import { Histogram, type HistogramData } from '../histogram.ts';

/**
 * What is timed. `slow-save`: a save of a candidate on a bad network. `spared-save`: one of a candidate whose node was not
 * the one that a fault was done to. `real-save`: one of a candidate on the library that browsers use. `lag` is the generator's own: how late it was with
 * an action.
 */
export type Timing =
  | 'save'
  | 'slow-save'
  | 'spared-save'
  | 'real-save'
  | 'start'
  | 'questions'
  | 'seal'
  | 'confirm'
  | 'feedback'
  | 'resync'
  | 'sign-in'
  | 'renew'
  | 'lag';

/** Readings on their way between processes. */
export interface MeterData {
  readonly timings: readonly TimingData[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface TimingData {
  readonly timing: Timing;
  readonly whole: HistogramData;
  /** By second since epoch 0. */
  readonly seconds: readonly (readonly [second: number, data: HistogramData])[];
}

const msPerSecond = 1_000;

class TimingMeter {
  readonly whole = new Histogram();
  readonly seconds = new Map<number, Histogram>();
}

/** The readings of one phase in one process. */
export class Meters {
  #timings = new Map<Timing, TimingMeter>();
  #counts = new Map<string, number>();

  /** Something took `ms` and was over at `at`, epoch ms. */
  time(timing: Timing, ms: number, at: number): void {
    const meter = this.#timings.get(timing) ?? new TimingMeter();
    this.#timings.set(timing, meter);
    meter.whole.record(ms);
    const second = Math.floor(at / msPerSecond);
    const histogram = meter.seconds.get(second) ?? new Histogram();
    meter.seconds.set(second, histogram);
    histogram.record(ms);
  }

  count(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  /** A request was answered with an error of this code. */
  refuse(code: string): void {
    this.count(`refused: ${code}`);
    this.count('refused');
  }

  counted(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** The readings so far; from now on everything is counted anew. */
  take(): MeterData {
    const timings = [...this.#timings].map(([timing, { whole, seconds }]) => ({
      timing,
      whole: whole.toData(),
      seconds: [...seconds].map(([second, histogram]) => [second, histogram.toData()] as const),
    }));
    const counts = Object.fromEntries(this.#counts);
    this.#timings = new Map();
    this.#counts = new Map();
    return { timings, counts };
  }
}
