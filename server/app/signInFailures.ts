/** Wrong passwords in a row, counted for a user name at an address. Shared live state. Times are epoch ms. */
export interface SignInFailures {
  /**
   * Counts an attempt before its password is looked at, so that many at once cannot slip through. `null`: go on;
   * otherwise how long to wait, in ms, and nothing is counted.
   */
  begin(key: string, now: number): number | null;
  /** The attempt that was begun told nothing about the password. */
  withdraw(key: string): void;
  succeeded(key: string): void;
}

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
