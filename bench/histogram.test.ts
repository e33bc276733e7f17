import { describe, expect, it } from 'vitest';
import { seededRandom } from '../client/session/cli/random.ts';
import { Histogram } from './histogram.ts';

const exact = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)]!;

describe('[BEN-2] a histogram', () => {
  it('keeps every percentile to within one hundredth, over seven orders of magnitude', () => {
    const random = seededRandom(7);
    const values = Array.from({ length: 20_000 }, () => 10 ** (random() * 7 - 3));
    const histogram = new Histogram();
    for (const value of values) histogram.record(value);
    for (const share of [0, 0.01, 0.5, 0.9, 0.99, 0.999, 1]) {
      const [is, shouldBe] = [histogram.percentileMs(share), exact(values, share)];
      expect(Math.abs(is - shouldBe)).toBeLessThanOrEqual(shouldBe * 0.01 + 0.001);
    }
    expect(histogram.maxMs).toBeCloseTo(Math.max(...values), 2);
  });

  it('of several processes is that of all their values, and not a mean of percentiles', () => {
    const [fast, slow, both] = [new Histogram(), new Histogram(), new Histogram()];
    for (let value = 0; value < 99; value += 1) {
      fast.record(1);
      both.record(1);
    }
    slow.record(1_000);
    both.record(1_000);
    const merged = Histogram.from(structuredClone(fast.toData()));
    merged.add(structuredClone(slow.toData()));
    expect(merged.toData()).toEqual(both.toData());
    expect(merged.count).toBe(100);
    expect(merged.percentileMs(0.99)).toBeCloseTo(1, 2);
    expect(merged.percentileMs(1)).toBe(1_000);
  });

  it('takes what no clock should give: less than nothing, and more than it can hold', () => {
    const histogram = new Histogram();
    histogram.record(-5);
    histogram.record(1e12);
    expect(histogram.percentileMs(0)).toBe(0);
    expect(histogram.percentileMs(1)).toBe((2 ** 31 - 1) / 1_000);
  });

  it('without values says nothing', () => {
    expect(new Histogram().percentileMs(0.99)).toBe(0);
    expect(new Histogram().toData()).toEqual({ buckets: [], maxUs: 0 });
  });
});
