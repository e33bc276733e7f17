const format = new Intl.DateTimeFormat('en-IN', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: 'Asia/Kolkata',
});

/** The end of time as JavaScript counts it, epoch ms. */
const latest = 8.64e15;

/** An instant (epoch ms) as a clock in India shows it: `22 Nov 2026, 14:05:09 IST`. */
export function indianTime(at: number): string {
  if (Math.abs(at) > latest) return `${at} ms after 1970`;
  return `${format.format(at)} IST`;
}
