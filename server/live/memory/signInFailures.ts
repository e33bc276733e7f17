import type { SignInFailures } from '../../app/ports/live.ts';

/** Failures are forgotten when nobody has tried for this long, ms. */
export const forgetFailuresAfterMs = 15 * 60_000;

interface Failures {
  count: number;
  lastAt: number;
}

/**
 * Wrong passwords in a row, in this process. `delay` says how long to wait after so many failures, ms. At most
 * `maxKeys` keys are remembered; the one tried longest ago goes first.
 */
export function createMemorySignInFailures(
  delay: (failures: number) => number,
  maxKeys = 100_000,
): SignInFailures {
  const byKey = new Map<string, Failures>();
  return {
    async begin(key, now) {
      const known = byKey.get(key);
      const failures =
        known !== undefined && now - known.lastAt < forgetFailuresAfterMs ? known : { count: 0, lastAt: now };
      const wait = failures.count === 0 ? 0 : failures.lastAt + delay(failures.count) - now;
      if (wait > 0) return wait;
      byKey.delete(key);
      byKey.set(key, { count: failures.count + 1, lastAt: now });
      const [oldest] = byKey.keys();
      if (byKey.size > maxKeys && oldest !== undefined) byKey.delete(oldest);
      return null;
    },
    withdraw(key) {
      const known = byKey.get(key);
      if (known === undefined) return;
      if (known.count <= 1) byKey.delete(key);
      else known.count -= 1;
    },
    succeeded: (key) => void byKey.delete(key),
  };
}
