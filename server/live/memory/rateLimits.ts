import type { SignInLimits } from '../../app/ports/live.ts';
import type { RateLimits } from '../../app/ports.ts';

/** A token bucket: holds `burst` tokens at most and gains `perSecond` of them. */
export interface BucketSettings {
  readonly burst: number;
  readonly perSecond: number;
}

type Settings<Name extends string> = Readonly<Record<Name, BucketSettings>>;
type BucketOf<Limits extends { take: (bucket: never, ...rest: never[]) => unknown }> = Parameters<
  Limits['take']
>[0];

const defaultMaxKeys = 100_000;

/** The limits that each node counts for itself: a candidate is at one node at a time. */
export function createMemoryRateLimits(
  settings: Settings<BucketOf<RateLimits>>,
  maxKeys = defaultMaxKeys,
): RateLimits {
  return createTokenBuckets<BucketOf<RateLimits>>(settings, maxKeys);
}

/** The sign-ins at this node alone. */
export function createMemorySignInLimits(
  settings: Settings<BucketOf<SignInLimits>>,
  maxKeys = defaultMaxKeys,
): SignInLimits {
  const { take } = createTokenBuckets<BucketOf<SignInLimits>>(settings, maxKeys);
  return { take: async (bucket, key, cost, now) => take(bucket, key, cost, now) };
}

/**
 * Token buckets in this process. A refused request takes nothing. What costs more than a full bucket waits for a full
 * one and leaves a debt. At most `maxKeys` keys of each bucket are remembered, the one used longest ago goes first:
 * a forgotten key has a full bucket again, which is only wrong in the client's favour.
 */
function createTokenBuckets<Name extends string>(
  settings: Settings<Name>,
  maxKeys: number,
): { take(name: Name, key: string, cost: number, now: number): number | null } {
  /** By bucket and key, when that bucket will be full again, epoch ms; in the order of their last use. */
  const buckets = new Map<Name, Map<string, number>>();
  return {
    take(name, key, cost, now) {
      const { burst, perSecond } = settings[name];
      const msPerToken = 1000 / perSecond;
      const fullAt = buckets.get(name) ?? new Map<string, number>();
      buckets.set(name, fullAt);
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
