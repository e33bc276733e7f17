import type { Language, Texts } from './texts/catalogues.ts';

/** Times of an exam are those of India, wherever the device thinks it is; digits are Western, as in the questions. */
const timeZone = 'Asia/Kolkata';
const zoneName = 'IST';
/** No line ends within a time or within a day; between the two it may. */
const fixedSpace = '\u00a0';

const localeOf: Readonly<Record<Language, string>> = {
  en: 'en-IN-u-nu-latn',
  hi: 'hi-IN-u-nu-latn',
  mr: 'mr-IN-u-nu-latn',
};

/** India has had one offset since 1945, and no summer time. */
const offsetMs = 5.5 * 60 * 60 * 1000;
const halvesOf: Readonly<Record<Language, readonly [string, string]>> = {
  en: ['am', 'pm'],
  hi: ['am', 'pm'],
  mr: ['AM', 'PM'],
};

/**
 * `at`: epoch ms. Says what `Intl` says, without it: the first formatter that a page makes costs an old phone as much as the
 * question beside it.
 */
export function formatTime(at: number, language: Language): string {
  const there = new Date(at + offsetMs);
  return inWords(there, [there.getUTCMinutes()], language);
}

export function formatDateTime(at: number, language: Language): string {
  return `${formatDay(at, language, 'short')}, ${formatTime(at, language)}`;
}

/** With seconds, for what is proved by it. */
export function formatExactTime(at: number, language: Language): string {
  const there = new Date(at + offsetMs);
  const time = inWords(there, [there.getUTCMinutes(), there.getUTCSeconds()], language);
  return `${formatDay(at, language, 'long')}, ${time}`;
}

/** What is left, `H:MM:SS`; a second that has begun counts as a whole one, and nothing is ever less than nothing. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  return `${hours}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
}

/** In words, to the minute. */
export function formatDuration(ms: number, texts: Texts): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return texts.common.duration(Math.floor(minutes / 60), minutes % 60);
}

/** The time of a day: its hour, and what there is of minutes and seconds. */
function inWords(there: Date, rest: readonly number[], language: Language): string {
  const hours = there.getUTCHours();
  const half = halvesOf[language][hours < 12 ? 0 : 1];
  const clock = [String(hours % 12 || 12), ...rest.map(twoDigits)].join(':');
  return [clock, half, zoneName].join(fixedSpace);
}

function formatDay(at: number, language: Language, month: 'short' | 'long'): string {
  const options = { day: 'numeric', month, year: 'numeric', timeZone } as const;
  return new Intl.DateTimeFormat(localeOf[language], options).format(at).replaceAll(' ', fixedSpace);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
