/** When the candidate is told how much time is left, minutes, the longest first. */
const warningMinutes = [30, 10, 5, 1] as const;

const minuteMs = 60_000;

/** How much later a warning may come and still be true: browsers let hidden pages look only once a minute. */
const lateMs = minuteMs;

/**
 * The warning that is due when the time left goes from `beforeMs` to `nowMs`. None for what was passed before this page
 * looked, and none that a jump of the deadline has made untrue.
 */
export function dueWarning(beforeMs: number | null, nowMs: number): number | null {
  if (beforeMs === null || nowMs <= 0) return null;
  const passed = warningMinutes.filter((minutes) => {
    const at = minutes * minuteMs;
    return beforeMs > at && nowMs <= at && nowMs > at - lateMs;
  });
  return passed.at(-1) ?? null;
}
