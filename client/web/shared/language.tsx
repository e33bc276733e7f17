import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { writePreference } from './preferences.ts';
import { type Language, loadTexts, type Texts } from './texts/catalogues.ts';
import { languagePreference } from './texts/preferredLanguage.ts';

export interface LanguageChoice {
  readonly language: Language;
  readonly texts: Texts;
  /** Resolves to false when the catalogue could not be fetched; then everything stays as it is. */
  readonly choose: (language: Language) => Promise<boolean>;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

interface LanguageProviderProps {
  readonly initial: Pick<LanguageChoice, 'language' | 'texts'>;
  readonly children: ReactNode;
}

export function LanguageProvider({ initial, children }: LanguageProviderProps) {
  const [current, setCurrent] = useState(initial);
  const choice = useMemo<LanguageChoice>(
    () => ({
      ...current,
      choose: async (language) => {
        try {
          const texts = await loadTexts(language);
          setCurrent({ language, texts });
          document.documentElement.lang = language;
          writePreference(languagePreference, language);
          return true;
        } catch {
          return false;
        }
      },
    }),
    [current],
  );
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === null) throw new Error('useLanguage outside LanguageProvider');
  return choice;
}

export function useTexts(): Texts {
  return useLanguage().texts;
}
