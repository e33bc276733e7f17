import type { Language } from '../shared/texts/catalogues.ts';
import type { RoomTexts } from './texts/roomTexts.tsx';

const second = 1_000;
const minute = 60_000;
const hour = 3_600_000;
const day = 86_400_000;

/** With separators as in India, Western digits in every language. */
export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(`${language}-IN-u-nu-latn`).format(count);
}

/** A span of time, as coarse as one says it: seconds, minutes, hours and minutes, from two days on days. Never less than nothing. */
export function formatSpan(ms: number, { time }: RoomTexts): string {
  const span = Math.max(0, ms);
  if (span < minute) return time.seconds(Math.floor(span / second));
  if (span < hour) return time.minutes(Math.floor(span / minute));
  if (span >= 2 * day) return time.days(Math.floor(span / day));
  return time.hours(Math.floor(span / hour), Math.floor((span % hour) / minute));
}
