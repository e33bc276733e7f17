import type { Texts } from './en.ts';

export type { Texts } from './en.ts';

/** Languages of the interface. Questions may have others. */
export const languages = ['en', 'hi', 'mr'] as const;

export type Language = (typeof languages)[number];

/** Each language's name in itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  hi: 'हिन्दी',
  mr: 'मराठी',
};

export function isLanguage(tag: string | null | undefined): tag is Language {
  return languages.some((language) => language === tag);
}

/** One catalogue is fetched, not all three. Rejects when it cannot be fetched. */
export async function loadTexts(language: Language): Promise<Texts> {
  switch (language) {
    case 'en':
      return (await import('./en.ts')).en;
    case 'hi':
      return (await import('./hi.ts')).hi;
    case 'mr':
      return (await import('./mr.ts')).mr;
  }
}
