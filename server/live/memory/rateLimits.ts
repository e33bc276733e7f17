import type { RateBucket, RateLimits } from '../../app/ports.ts';

/** A token bucket: holds `burst` tokens at most and gains `perSecond` of them. */
export interface BucketSettings {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Token buckets in this process. A refused request takes nothing. What costs more than a full bucket waits for a full
 * one and leaves a debt. At most `maxKeys` keys of each bucket are remembered, the one used longest ago goes first:
 * a forgotten key has a full bucket again, which is only wrong in the client's favour.
 */
export function createMemoryRateLimits(
  settings: Readonly<Record<RateBucket, BucketSettings>>,
  maxKeys = 100_000,
): RateLimits {
  /** By key, when its bucket will be full again, epoch ms; in the order of their last use. */
  const buckets: Readonly<Record<RateBucket, Map<string, number>>> = {
    append: new Map(),
    observe: new Map(),
    takeover: new Map(),
    read: new Map(),
    'sign-in-user': new Map(),
    'sign-in-address': new Map(),
    http: new Map(),
  };
  return {
    take(name, key, cost, now) {
      const { burst, perSecond } = settings[name];
      const msPerToken = 1000 / perSecond;
      const fullAt = buckets[name];
      const full = Math.max(now, fullAt.get(key) ?? now);
      const wait = Math.ceil(full - now + (Math.min(cost, burst) - burst) * msPerToken);
      fullAt.delete(key);
      fullAt.set(key, wait > 0 ? full : full + cost * msPerToken);
      forgetSome(fullAt, now, maxKeys);
      return wait > 0 ? wait : null;
    },
  };
}

/** A few of those used longest ago: full buckets say nothing, and too many are too many. */
function forgetSome(fullAt: Map<string, number>, now: number, maxKeys: number): void {
  let looked = 0;
  for (const [key, full] of fullAt) {
    if (full > now && fullAt.size <= maxKeys) return;
    fullAt.delete(key);
    looked += 1;
    if (looked === 2) return;
  }
}
