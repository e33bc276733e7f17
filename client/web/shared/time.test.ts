import { describe, expect, it } from 'vitest';
import { en } from './texts/en.ts';
import { formatClock, formatDateTime, formatDuration, formatExactTime, formatTime } from './time.ts';

/** 30 November 2026, 23:45:07 in London is the next morning in India. */
const at = Date.UTC(2026, 10, 30, 23, 45, 7);

describe('[WEB-8] times', () => {
  it('[WEB-8] are those of India and say so, in every language with Western digits', () => {
    expect(formatTime(at, 'en')).toMatch(/^5:15\sam\sIST$/i);
    expect(formatDateTime(at, 'en')).toMatch(/^1\sDec,?\s2026, 5:15\sam\sIST$/i);
    for (const language of ['en', 'hi', 'mr'] as const) {
      expect(formatExactTime(at, language)).toMatch(/2026, 5:15:07\sam\sIST$/i);
      expect(formatExactTime(at, language)).not.toMatch(/[०-९]/);
    }
  });

  it('[WEB-8] of the day are those that the language itself would say', () => {
    for (const [language, locale] of [
      ['en', 'en-IN-u-nu-latn'],
      ['hi', 'hi-IN-u-nu-latn'],
      ['mr', 'mr-IN-u-nu-latn'],
    ] as const) {
      const own = new Intl.DateTimeFormat(locale, {
        hour: 'numeric',
        minute: '2-digit',
        timeZone: 'Asia/Kolkata',
      });
      for (let minute = 0; minute < 24 * 60; minute += 7) {
        const then = at + minute * 60_000;
        expect(formatTime(then, language).replace(/\s/g, ' ')).toBe(
          `${own.format(then).replace(/\s/g, ' ')} IST`,
        );
      }
    }
  });

  it('[WEB-8] are not torn apart at the end of a line, but between day and time', () => {
    for (const language of ['en', 'hi', 'mr'] as const) {
      expect(formatTime(at, language)).not.toContain(' ');
      expect(formatDateTime(at, language).split(' ')).toHaveLength(2);
      expect(formatExactTime(at, language).split(' ')).toHaveLength(2);
    }
  });

  it('[WEB-8] that are left count a second that has begun as a whole one', () => {
    expect([3_600_000, 59_001, 1, 0, -5].map(formatClock)).toEqual([
      '1:00:00',
      '0:01:00',
      '0:00:01',
      '0:00:00',
      '0:00:00',
    ]);
  });

  it('[WEB-8] are given in words to the minute', () => {
    expect([3_600_000, 5_400_000, 60_000, 1].map((ms) => formatDuration(ms, en))).toEqual([
      '1 hour',
      '1 hour 30 minutes',
      '1 minute',
      '1 minute',
    ]);
  });
});
