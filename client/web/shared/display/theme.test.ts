import { describe, expect, it } from 'vitest';
import { nextTextSize, themeChoices, themeFor } from './theme.ts';

describe('the colours of a page', () => {
  it('[WEB-71] follow the system as long as nobody chose', () => {
    expect(themeFor('auto', { dark: false, moreContrast: false })).toBe('light');
    expect(themeFor('auto', { dark: true, moreContrast: false })).toBe('dark');
    expect(themeFor('auto', { dark: false, moreContrast: true })).toBe('contrast-light');
    expect(themeFor('auto', { dark: true, moreContrast: true })).toBe('contrast-dark');
  });

  it('[WEB-71] are what was chosen, whatever the system wishes', () => {
    for (const choice of themeChoices.filter((each) => each !== 'auto')) {
      expect(themeFor(choice, { dark: true, moreContrast: true })).toBe(choice);
    }
  });

  it('[WEB-71] come with texts in four sizes, and none beyond them', () => {
    expect(nextTextSize('100', -1)).toBe('100');
    expect(nextTextSize('100', 1)).toBe('125');
    expect(nextTextSize('150', 1)).toBe('200');
    expect(nextTextSize('200', 1)).toBe('200');
  });
});
