const freeTries = 4;
const longestDelayMs = 60_000;

/**
 * How long to wait after `failures` wrong passwords in a row: nothing for the first four, then 1 s, 2 s, 4 s … up to a
 * minute. It ends by itself: nobody is locked out.
 */
export function signInDelay(failures: number): number {
  if (failures < freeTries) return 0;
  return Math.min(longestDelayMs, 1000 * 2 ** (failures - freeTries));
}
