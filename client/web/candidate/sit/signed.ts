/** Marks as they are printed: a sign before everything but zero, and a real minus. */
export function signed(marks: string): string {
  if (/^[+-]?0+(\/|\.0*$|$)/.test(marks)) return '0';
  return marks.startsWith('-') ? `\u2212${marks.slice(1)}` : `+${marks.replace(/^\+/, '')}`;
}
