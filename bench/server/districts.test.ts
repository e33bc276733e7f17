import { describe, expect, it } from 'vitest';
import { districtsFor } from './districts.ts';

const counts = (districts: readonly string[]) =>
  new Map([...Map.groupBy(districts, (district) => district)].map(([name, all]) => [name, all.length]));

describe('[BEN-17] the districts of candidates', () => {
  it('have the shares of the day', () => {
    const all = counts(districtsFor(40_000, 'day'));
    expect(all.size).toBe(36);
    expect(all.get('Mumbai Suburban')).toBe(3_000);
    expect(all.get('Pune')).toBe(4_000);
    expect(all.get('Solapur')).toBe(1_500);
    expect(all.get('Akola')).toBe(1_000);
    expect(all.get('Gadchiroli')).toBe(500);
  });

  it('of a smaller run are spread like the whole', () => {
    const some = counts(districtsFor(400, 'day'));
    expect(some.get('Pune')).toBe(40);
    expect(some.get('Gadchiroli')).toBe(5);
  });

  it('can be a few large ones, or one', () => {
    expect([...counts(districtsFor(40, 'five')).values()].toSorted((a, b) => b - a)).toEqual([
      12, 10, 8, 6, 4,
    ]);
    expect(counts(districtsFor(7, 'one')).size).toBe(1);
  });
});
