import type { RateBucket, RateLimits } from '../../app/ports.ts';

/** A token bucket: holds `burst` tokens at most and gains `perSecond` of them. */
export interface BucketSettings {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was right, epoch ms. */
  at: number;
}

/**
 * Token buckets in this process. A key's bucket is full until it is used; a refused request takes nothing. At most
 * `maxKeys` keys of each bucket are remembered, the one used longest ago goes first: a forgotten key has a full
 * bucket again, which is only wrong in the client's favour.
 */
export function createMemoryRateLimits(
  settings: Readonly<Record<RateBucket, BucketSettings>>,
  maxKeys = 100_000,
): RateLimits {
  const buckets: Readonly<Record<RateBucket, Map<string, Bucket>>> = {
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
      const byKey = buckets[name];
      const bucket = byKey.get(key) ?? { tokens: burst, at: now };
      const gained = (Math.max(0, now - bucket.at) / 1000) * perSecond;
      bucket.tokens = Math.min(burst, bucket.tokens + gained);
      bucket.at = Math.max(bucket.at, now);
      // Reinserted, so that the map is ordered by last use.
      byKey.delete(key);
      byKey.set(key, bucket);
      forgetOldest(byKey, maxKeys);
      // What costs more than a full bucket waits for a full one and leaves a debt.
      const needed = Math.min(cost, burst);
      if (bucket.tokens < needed) return Math.ceil(((needed - bucket.tokens) / perSecond) * 1000);
      bucket.tokens -= cost;
      return null;
    },
  };
}

function forgetOldest(byKey: Map<string, Bucket>, maxKeys: number): void {
  if (byKey.size <= maxKeys) return;
  const [oldest] = byKey.keys();
  if (oldest !== undefined) byKey.delete(oldest);
}
