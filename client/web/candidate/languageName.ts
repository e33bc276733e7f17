import { isLanguage, languageNames } from '../shared/texts/catalogues.ts';

/** A language's name for a choice of languages: in itself where we know it, else as the browser calls it. */
export function languageName(tag: string, interfaceLanguage: string): string {
  if (isLanguage(tag)) return languageNames[tag];
  try {
    return new Intl.DisplayNames([tag, interfaceLanguage], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
