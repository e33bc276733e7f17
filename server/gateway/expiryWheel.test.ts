import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpiryWheel } from './expiryWheel.ts';

describe('[LIV-6] the wheel of expiries', () => {
  it('gives out what is due, once, and never what was taken back', () => {
    const wheel = new ExpiryWheel<string>();
    wheel.set('a', 1_000);
    wheel.set('b', 2_500);
    wheel.set('c', 1_000);
    wheel.delete('c');
    expect(wheel.take(999)).toEqual([]);
    expect(wheel.take(1_000)).toEqual(['a']);
    expect(wheel.take(2_999)).toEqual([]);
    expect(wheel.take(3_000)).toEqual(['b']);
    expect(wheel.take(10_000)).toEqual([]);
    expect(wheel.size).toBe(0);
  });

  it('knows the last time given, and is at most a second late', () => {
    const step = fc.record({ item: fc.nat(5), at: fc.nat(20_000) });
    fc.assert(
      fc.property(fc.array(step), fc.nat(25_000), (steps, now) => {
        const wheel = new ExpiryWheel<number>();
        const last = new Map<number, number>();
        for (const { item, at } of steps) {
          wheel.set(item, at);
          last.set(item, at);
        }
        const due = new Set(wheel.take(now));
        for (const [item, at] of last) {
          if (at + 1_000 <= now) expect(due).toContain(item);
          if (at > now) expect(due).not.toContain(item);
        }
        expect(wheel.size).toBe(last.size - due.size);
      }),
    );
  });
});
