import { describe, expect, it } from 'vitest';
import { findCeiling } from './findCeiling.ts';

/** A server that is good up to this rate, and what it was asked for. */
function serverUpTo(limit: number) {
  const asked: number[] = [];
  const tryRate = async (rate: number) => {
    asked.push(Math.round(rate));
    return { rate, isGood: rate <= limit };
  };
  return { asked, tryRate };
}

describe('[BEN-25] the search for the highest good rate', () => {
  it.each([950, 1_000, 1_700, 40_000, 130])(
    'finds %i to within a tenth, wherever it begins',
    async (limit) => {
      const { best, failed } = await findCeiling(1_000, serverUpTo(limit).tryRate);
      expect(best.isGood).toBe(true);
      expect(failed.isGood).toBe(false);
      expect(best.rate).toBeLessThanOrEqual(limit);
      expect(failed.rate).toBeGreaterThan(limit);
      expect(failed.rate / best.rate).toBeLessThan(1.1);
    },
  );

  it('gives up where there is next to nothing, and says so', async () => {
    const { asked, tryRate } = serverUpTo(1);
    expect(await findCeiling(1_000, tryRate)).toMatchObject({ best: { isGood: false } });
    expect(asked).toEqual([1_000, 667, 444, 296, 198, 132, 88]);
  });
});
