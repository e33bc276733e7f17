import type { LocalText } from '../../../server/protocol/candidate.ts';

export interface ChosenText {
  readonly text: string;
  /** The tag of the language it is in, for `lang`. */
  readonly language: string;
}

/** The text in the wanted language, else in English, else in whichever there is. */
export function inLanguage(text: LocalText | undefined, wanted: string): ChosenText {
  const [first] = Object.keys(text ?? {});
  const language = [wanted, 'en', first ?? wanted].find((tag) => text?.[tag] !== undefined) ?? wanted;
  return { text: text?.[language] ?? '', language };
}

/** Languages of India and its neighbours that are written from right to left. */
const rightToLeft = new Set(['ur', 'ar', 'fa', 'ks', 'sd']);

/** The direction of a text: known for these languages; else as its first strong letter says. */
export function directionOf(language: string): 'rtl' | 'auto' {
  return rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'auto';
}
