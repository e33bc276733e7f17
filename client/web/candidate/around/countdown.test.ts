import { describe, expect, it } from 'vitest';
import { en } from '../../shared/texts/en.ts';
import { countdown, waitingNews } from './countdown.ts';

const minute = 60_000;

describe('[WEB-100] the waiting room', () => {
  it('counts down in days and in hours, minutes and seconds', () => {
    expect(countdown(2 * 86_400_000 + 3_600_000, en)).toBe('2 days 1:00:00');
    expect(countdown(61_500, en)).toBe('0:01:02');
    expect(countdown(1, en)).toBe('0:00:01');
  });

  it('says the time aloud at 30, 10, 5 and 1 minutes and at the opening, and nothing between', () => {
    const said = new Set<string>();
    const order: string[] = [];
    for (let left = 40 * minute; left >= -minute; left -= 1_000) {
      const news = waitingNews(left, en);
      if (!said.has(news)) order.push(news);
      said.add(news);
    }
    expect(order).toEqual([
      '',
      'The exam opens in 30 minutes.',
      'The exam opens in 10 minutes.',
      'The exam opens in 5 minutes.',
      'The exam opens in 1 minute.',
      'The exam is open. Begin when you are ready.',
    ]);
  });
});
