import { describe, expect, it } from 'vitest';
import { Meters } from './meters.ts';
import { Readings, within } from './readings.ts';

/** Saves that were over at these moments, each after as many ms as the moment says. */
function savesAt(...moments: readonly number[]) {
  const meters = new Meters();
  for (const at of moments) meters.time('save', at, at);
  const result = { meters: meters.take(), cpuS: 0, lastedMs: 0, busyMs: 0, unfinished: 0 };
  return new Readings([result]).timing('save');
}

describe('[BEN-28] what was over within a stretch of time', () => {
  it('is that of its whole seconds', () => {
    const { whole, perS } = within(savesAt(900, 1_100, 2_000, 3_999, 4_001), 1_500, 4_500);
    expect(whole.count).toBe(2);
    expect(perS).toBe(1);
    expect(whole.maxMs).toBe(3_999);
  });

  it('is nothing where there is none', () => {
    expect(within(savesAt(1_100), 1_200, 1_900)).toMatchObject({ perS: 0 });
  });
});
