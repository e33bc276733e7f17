import { describe, expect, it } from 'vitest';
import { prefetchWindow } from './prefetchWindow.ts';

const minute = 60_000;

describe('[WEB-101] fetching the sealed paper', () => {
  it('begins at most an hour before the opening and is spread over ten minutes', () => {
    expect(prefetchWindow(3 * 60 * minute)).toEqual({ waitMs: 120 * minute, windowMs: 10 * minute });
    expect(prefetchWindow(30 * minute)).toEqual({ waitMs: 0, windowMs: 10 * minute });
  });

  it('is over half a minute before the opening, and is done at once where that is not possible', () => {
    expect(prefetchWindow(5 * minute)).toEqual({ waitMs: 0, windowMs: 4.5 * minute });
    for (const leftMs of [20_000, 0, -minute]) {
      expect(prefetchWindow(leftMs)).toEqual({ waitMs: 0, windowMs: 0 });
    }
  });
});
