import { readPreference } from '../preferences.ts';
import { isLanguage, type Language } from './catalogues.ts';

/** The name under which the language that was chosen is kept. */
export const languagePreference = 'language';

/** The language chosen here before, else the first of the browser's that there is, else English. */
export function preferredLanguage(): Language {
  const chosen = readPreference(languagePreference);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}
