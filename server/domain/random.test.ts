import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomBelow, randomBits, shuffled } from './random.ts';

const take = (count: number, next: () => number) => Array.from({ length: count }, next);

describe('[PAP-2] the stream of a key', () => {
  it('is for ever the one it was', () => {
    // Checked against the algorithms written a second time in another language.
    expect(take(4, randomBits(''))).toEqual([2420727049, 3315390910, 31621017, 4095259433]);
    expect(take(4, randomBits('pariksha'))).toEqual([1611249092, 4230580038, 1572855772, 1875050928]);
    expect(take(4, randomBits('परीक्षा'))).toEqual([2587368336, 3754393156, 956286143, 3092533266]);
    expect(shuffled([...'abcdefgh'], randomBits('pariksha')).join('')).toBe('ehfdagcb');
  });

  it('holds whole numbers of 32 bits, and another key gives another stream', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const numbers = take(8, randomBits(a));
        for (const number of numbers)
          expect(Number.isInteger(number) && number >= 0 && number < 2 ** 32).toBe(true);
        expect(take(8, randomBits(b)).join() === numbers.join()).toBe(a === b);
      }),
    );
  });
});

describe('[PAP-10] without favour', () => {
  it('numbers that would favour low remainders are thrown again', () => {
    const bits = [2 ** 32 - 1, 2 ** 32 - 2, 7].values();
    expect(randomBelow(3, () => bits.next().value ?? 0)).toBe((2 ** 32 - 2) % 3);
  });

  it('a number stays below its bound, up to all 32 bits', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (key, bound) => {
        const number = randomBelow(bound, randomBits(key));
        expect(number >= 0 && number < bound).toBe(true);
      }),
    );
  });

  it('a shuffle keeps every item and leaves the given list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { nil: undefined })), fc.string(), (items, key) => {
        const before = [...items];
        const order = (a?: number, b?: number) => (a ?? 0) - (b ?? 0);
        expect(shuffled(items, randomBits(key)).toSorted(order)).toEqual(items.toSorted(order));
        expect(items).toEqual(before);
      }),
    );
  });

  it('each of the six orders of three items comes about equally often', () => {
    const bits = randomBits('six orders');
    const counts = new Map<string, number>();
    for (let i = 0; i < 6_000; i++) {
      const order = shuffled(['a', 'b', 'c'], bits).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });
});
