import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketSettings } from '../../config/buckets.ts';
import { createMemoryRateLimits } from './rateLimits.ts';

const start = 1_800_000_000_000;

function limits(burst: number, perSecond: number, maxKeys?: number) {
  return createMemoryRateLimits({ ...bucketSettings, append: { burst, perSecond } }, maxKeys);
}

describe('token buckets in memory', () => {
  it('[LIV-1] let the burst pass, and then what was gained', () => {
    const { take } = limits(3, 2);
    expect([1, 2, 3, 4].map(() => take('append', 'asha', 1, start))).toEqual([null, null, null, 500]);
    expect(take('append', 'asha', 1, start + 499)).toBe(1);
    expect(take('append', 'asha', 1, start + 500)).toBeNull();
    expect(take('append', 'asha', 3, start + 60_000)).toBeNull();
    expect(take('append', 'asha', 1, start + 60_000)).toBe(500);
  });

  it('[LIV-1] make a cost above the burst wait for a full bucket, and take the rest later', () => {
    const { take } = limits(2, 1);
    expect(take('append', 'asha', 5, start)).toBeNull();
    expect(take('append', 'asha', 1, start)).toBe(4_000);
    expect(take('append', 'asha', 1, start + 4_000)).toBeNull();
  });

  it('[LIV-1] never let more pass than burst and gain, and always let pass after the wait they name', () => {
    const steps = fc.array(fc.record({ after: fc.nat(3_000), cost: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (script) => {
        const { take } = limits(4, 2);
        let now = start;
        let passed = 0;
        for (const { after, cost } of script) {
          now += after;
          const wait = take('append', 'asha', cost, now) ?? 0;
          now += wait;
          if (wait > 0) expect(take('append', 'asha', cost, now)).toBeNull();
          passed += cost;
        }
        expect(passed).toBeLessThanOrEqual(4 + ((now - start) / 1000) * 2 + 1e-6);
      }),
    );
  });

  it('[LIV-2] do not touch each other', () => {
    const { take } = limits(1, 1);
    expect(take('append', 'asha', 1, start)).toBeNull();
    expect(take('append', 'asha', 1, start)).toBe(1_000);
    expect(take('append', 'bala', 1, start)).toBeNull();
    expect(take('read', 'asha', 1, start)).toBeNull();
    expect(take('append', '__proto__', 1, start)).toBeNull();
  });

  it('[LIV-3] forget the key used longest ago when there are too many', () => {
    const { take } = limits(1, 0.001, 2);
    take('append', 'asha', 1, start);
    take('append', 'bala', 1, start);
    expect(take('append', 'asha', 1, start)).not.toBeNull();
    take('append', 'chitra', 1, start);
    expect(take('append', 'asha', 1, start)).not.toBeNull();
    expect(take('append', 'bala', 1, start)).toBeNull();
  });

  it('[LIV-3] make no difference between a full bucket and a forgotten one', () => {
    const { take } = limits(2, 1);
    for (let n = 0; n < 50; n++) take('append', `user-${n}`, 2, start);
    expect(take('append', 'user-0', 1, start + 1_500)).toBeNull();
    expect(take('append', 'user-49', 2, start + 2_000)).toBeNull();
    expect(take('append', 'user-0', 2, start + 2_000)).toBe(1_000);
  });
});
