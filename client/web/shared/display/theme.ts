/** Sets of colours, as `themes.css` names them; `light` is that of `tokens.css`. */
export const themes = ['light', 'dark', 'contrast-light', 'contrast-dark'] as const;
export type Theme = (typeof themes)[number];

/** `auto`: as the system wishes. */
export const themeChoices = ['auto', ...themes] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Of question texts, in percent. */
export const textSizes = ['100', '125', '150', '200'] as const;
export type TextSize = (typeof textSizes)[number];

/** What the system asks for (`prefers-color-scheme`, `prefers-contrast`). */
export interface SystemWishes {
  readonly dark: boolean;
  readonly moreContrast: boolean;
}

/** What somebody chose comes first, then what the system asks for. */
export function themeFor(choice: ThemeChoice, { dark, moreContrast }: SystemWishes): Theme {
  if (choice !== 'auto') return choice;
  if (moreContrast) return dark ? 'contrast-dark' : 'contrast-light';
  return dark ? 'dark' : 'light';
}

/** The next larger (1) or smaller (−1) size; the same at the end. */
export function nextTextSize(size: TextSize, step: 1 | -1): TextSize {
  return textSizes[textSizes.indexOf(size) + step] ?? size;
}

export function isThemeChoice(word: string | null): word is ThemeChoice {
  return themeChoices.some((choice) => choice === word);
}

export function isTextSize(word: string | null): word is TextSize {
  return textSizes.some((size) => size === word);
}
