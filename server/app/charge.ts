import type { OpenRequest } from '../protocol/candidate.ts';
import type { RateBucket, RateLimits } from './ports.ts';
import { fail, type Result } from './result.ts';

/** What a request costs, out of which bucket. */
export interface Charge {
  readonly bucket: RateBucket;
  readonly cost: number;
}

/** The prices are the same at every door. */
export const readPrice: readonly Charge[] = [{ bucket: 'read', cost: 1 }];
export const sealPrice: readonly Charge[] = [{ bucket: 'append', cost: 1 }];

export const helpPrice: readonly Charge[] = [{ bucket: 'help', cost: 1 }];

/** Taking the pen costs more than coming back with it. */
export function openPrice({ epoch }: Pick<OpenRequest, 'epoch'>): readonly Charge[] {
  return [{ bucket: epoch === undefined ? 'takeover' : 'read', cost: 1 }];
}

/** Observations in it have a limit of their own, which holds nothing else back (`appendEntries`). */
export const appendPrice: readonly Charge[] = [{ bucket: 'append', cost: 1 }];

/** Takes the price from the buckets of `key`. `rate-limited` when one has too little; else `null`. */
export function refusedFor(
  price: readonly Charge[],
  key: string,
  rateLimits: RateLimits,
  now: number,
): (Result<never> & { readonly ok: false }) | null {
  for (const { bucket, cost } of price) {
    const retryAfterMs = cost > 0 ? rateLimits.take(bucket, key, cost, now) : null;
    if (retryAfterMs !== null) return fail('rate-limited', { retryAfterMs });
  }
  return null;
}
