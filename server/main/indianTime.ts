const format = new Intl.DateTimeFormat('en-IN', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: 'Asia/Kolkata',
});

/** An instant (epoch ms) as a clock in India shows it: `22 Nov 2026, 14:05:09 IST`. */
export function indianTime(at: number): string {
  return `${format.format(at)} IST`;
}
