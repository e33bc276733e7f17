/** When the candidate is told how much time is left, minutes, the longest first. */
const warningMinutes = [30, 10, 5, 1] as const;

const minuteMs = 60_000;

/**
 * The warning that is due when the time left goes from `beforeMs` to `nowMs`; of several passed at once the last one.
 * None for what was passed before this page looked.
 */
export function dueWarning(beforeMs: number | null, nowMs: number): number | null {
  if (beforeMs === null || nowMs <= 0) return null;
  const passed = warningMinutes.filter((minutes) => {
    const at = minutes * minuteMs;
    return beforeMs > at && nowMs <= at;
  });
  return passed.at(-1) ?? null;
}
