import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SignInBucket, SignInFailures, SignInLimits } from '../../app/ports/live.ts';
import type { BucketSettings } from '../memory/rateLimits.ts';
import { forgetFailuresAfterMs } from '../memory/signInFailures.ts';
import type { Keys } from './keys.ts';
import type { RedisLink } from './redisLink.ts';
import { Script } from './script.ts';

const wait = z.number().transform((ms) => (ms > 0 ? ms : null));

/** More wrong passwords in a row than this do not make the delay longer. */
const longestRow = 32;

/** Sign-ins at all nodes together. While Redis is away this node counts by itself, in `alone`. */
export function createRedisSignInLimits(
  link: RedisLink,
  keys: Keys,
  settings: Readonly<Record<SignInBucket, BucketSettings>>,
  alone: SignInLimits,
): SignInLimits {
  const takeTokens = new Script('takeTokens.lua');
  return {
    async take(bucket, key, cost, now) {
      const { burst, perSecond } = settings[bucket];
      const args = [now, burst, 1_000 / perSecond, cost];
      const taken = await link.run(async (redis) => ({
        wait: wait.parse(await takeTokens.run(redis, keys.bucket(bucket, hashed(key)), args)),
      }));
      return taken === null ? alone.take(bucket, key, cost, now) : taken.wait;
    },
  };
}

/** Wrong passwords in a row at all nodes together. While Redis is away this node counts by itself, in `alone`. */
export function createRedisSignInFailures(
  link: RedisLink,
  keys: Keys,
  delay: (failures: number) => number,
  alone: SignInFailures,
): SignInFailures {
  const beginTry = new Script('beginTry.lua');
  const withdrawTry = new Script('withdrawTry.lua');
  const delays = Array.from({ length: longestRow }, (_, index) => delay(index + 1));
  return {
    async begin(key, now) {
      const args = [now, forgetFailuresAfterMs, ...delays];
      const begun = await link.run(async (redis) => ({
        wait: wait.parse(await beginTry.run(redis, keys.failures(hashed(key)), args)),
      }));
      return begun === null ? alone.begin(key, now) : begun.wait;
    },
    withdraw(key) {
      alone.withdraw(key);
      void link.run(async (redis) => [await withdrawTry.run(redis, keys.failures(hashed(key)), [])]);
    },
    succeeded(key) {
      alone.succeeded(key);
      void link.run((redis) => redis.del(keys.failures(hashed(key))));
    },
  };
}

/** What somebody typed may be long, and a name has no business in Redis. */
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
