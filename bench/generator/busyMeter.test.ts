import { describe, expect, it } from 'vitest';
import { BusyMeter } from './busyMeter.ts';

/** A loop that is looked at twice a second and was at work for these shares of the time. */
function measured(...shares: readonly number[]) {
  let [active, idle] = [1_000, 1_000];
  const meter = new BusyMeter({ active, idle });
  for (const share of shares) {
    active += 500 * share;
    idle += 500 * (1 - share);
    meter.look({ active, idle });
  }
  const { busyMs, lastedMs } = meter.busiest({ active, idle });
  return { share: busyMs / lastedMs, lastedMs };
}

const times = (count: number, share: number) => Array.from({ length: count }, () => share);

describe('[BEN-20] how busy a generator was', () => {
  it('is told of its busiest five seconds, however long it waited for answers behind them', () => {
    const { share, lastedMs } = measured(...times(4, 0.2), ...times(10, 0.95), ...times(60, 0.01));
    expect(share).toBeCloseTo(0.95);
    expect(lastedMs).toBeCloseTo(5_000);
  });

  it('is told of all of a shorter phase', () => {
    const { share, lastedMs } = measured(...times(2, 1), ...times(2, 0.5));
    expect(share).toBeCloseTo(0.75);
    expect(lastedMs).toBeCloseTo(2_000);
  });

  it('counts a moment that nobody could look at, since the loop was at work', () => {
    const meter = new BusyMeter({ active: 0, idle: 0 });
    meter.look({ active: 9_000, idle: 100 });
    expect(meter.busiest({ active: 9_000, idle: 3_000 })).toEqual({ busyMs: 9_000, lastedMs: 9_100 });
  });
});
