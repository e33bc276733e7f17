import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';

const withChance = (chance: number) => Object.assign(new FakeEnvironment(), { random: () => chance });

describe('waiting before the next try', () => {
  it('[CLI-8] doubles the range up to 20 s, and begins small again after a success', () => {
    const backoff = new Backoff(withChance(0.999_999));
    const waits = Array.from({ length: 8 }, () => Math.round(backoff.next()));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
    backoff.reset();
    expect(Math.round(backoff.next())).toBe(500);
  });

  it('[CLI-8] never comes earlier than the server has asked, nor much later', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat(60_000),
        (chance, told) => {
          const wait = new Backoff(withChance(chance)).next(told);
          return wait >= told && wait <= 2 * told;
        },
      ),
    );
  });
});
