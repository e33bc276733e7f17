import { isLanguage, type Language } from '../../shared/texts/catalogues.ts';

/** Words that belong to the paper and not to the screen: they follow the language of the question. */
export interface PaperWords {
  readonly true: string;
  readonly false: string;
  readonly assertion: string;
  readonly reason: string;
}

const words: Readonly<Record<Language, PaperWords>> = {
  en: { true: 'True', false: 'False', assertion: 'Assertion (A)', reason: 'Reason (R)' },
  hi: { true: 'सत्य', false: 'असत्य', assertion: 'अभिकथन (A)', reason: 'कारण (R)' },
  mr: { true: 'सत्य', false: 'असत्य', assertion: 'विधान (A)', reason: 'कारण (R)' },
};

export function paperWords(questionLanguage: string): PaperWords & { readonly language: Language } {
  const language = isLanguage(questionLanguage) ? questionLanguage : 'en';
  return { ...words[language], language };
}
