import { describe, expect, it } from 'vitest';
import { dueWarning } from './timeWarnings.ts';

const minute = 60_000;

describe('[WEB-9] warnings of time', () => {
  it('[WEB-9] come at 30, 10, 5 and 1 minutes, each once', () => {
    const warned: number[] = [];
    let before: number | null = null;
    for (let left = 31 * minute; left >= -2_000; left -= 1_000) {
      const due = dueWarning(before, left);
      if (due !== null) warned.push(due);
      before = left;
    }
    expect(warned).toEqual([30, 10, 5, 1]);
  });

  it('[WEB-9] passed before the page looked do not come', () => {
    expect(dueWarning(null, 3 * minute)).toBeNull();
  });

  it('[WEB-9] come again after more time was given, a little late if need be, but never untrue', () => {
    expect(dueWarning(4 * minute, 14 * minute)).toBeNull();
    expect(dueWarning(14 * minute, 10 * minute)).toBe(10);
    expect(dueWarning(40 * minute, 4.2 * minute)).toBe(5);
    expect(dueWarning(40 * minute, 20 * minute)).toBeNull();
    expect(dueWarning(minute, 0)).toBeNull();
  });
});
