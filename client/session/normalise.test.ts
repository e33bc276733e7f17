import { describe, expect, it } from 'vitest';
import { normaliseAnswer } from './normalise.ts';

describe('answers in the form in which they are journalled', () => {
  it.each([
    ['१२.५', '12.5'],
    ['٣٫٥', '3٫5'],
    ['−৪২', '-42'],
    [' 1 000 ', '1000'],
    ['１２．５', '12.5'],
    ['௧௨', '12'],
    ['abc', 'abc'],
  ])('[CLI-21] a number typed as %s becomes %s', (typed, journalled) => {
    expect(normaliseAnswer('numerical', typed)).toBe(journalled);
  });

  it('[CLI-21] text becomes NFC, well-formed and free of U+0000', () => {
    expect(normaliseAnswer('short-text', 'e\u0301\u0000\ud800')).toBe('\u00e9\ufffd');
    expect(normaliseAnswer('short-text', '  गोदावरी १ ')).toBe('  गोदावरी १ ');
  });

  it('[CLI-21] ids, sets and truth values are left alone', () => {
    expect(normaliseAnswer('single', 'e\u0301')).toBe('e\u0301');
    expect(normaliseAnswer('multiple', ['b', 'a'])).toEqual(['b', 'a']);
    expect(normaliseAnswer('true-false', false)).toBe(false);
    expect(normaliseAnswer('numerical', null)).toBeNull();
  });
});
