import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import type { Language, Texts } from '../../shared/texts/catalogues.ts';
import { en, type RoomTexts } from './en.ts';

export type { RoomTexts } from './en.ts';

const RoomTextsContext = createContext<RoomTexts>(en);

/** The room's own catalogue of the language of the page, fetched with the room only; the one before until it is there. */
export function RoomTextsProvider({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage();
  const [texts, setTexts] = useState<RoomTexts | null>(language === 'en' ? en : null);
  useEffect(() => {
    let isGone = false;
    loadRoomTexts(language).then(
      (loaded) => !isGone && setTexts(loaded),
      () => !isGone && setTexts((before) => before ?? en),
    );
    return () => {
      isGone = true;
    };
  }, [language]);
  return texts === null ? null : <RoomTextsContext value={texts}>{children}</RoomTextsContext>;
}

export function useRoomTexts(): RoomTexts {
  return useContext(RoomTextsContext);
}

/** The texts of all pages, with the sentences for staff where an error says nothing or something else to candidates. */
export function useStaffTexts(): Texts {
  const shared = useTexts();
  const { problems } = useRoomTexts();
  return useMemo(() => ({ ...shared, errors: { ...shared.errors, ...problems.errors } }), [shared, problems]);
}

async function loadRoomTexts(language: Language): Promise<RoomTexts> {
  switch (language) {
    case 'en':
      return en;
    case 'hi':
      return (await import('./hi.ts')).hi;
    case 'mr':
      return (await import('./mr.ts')).mr;
  }
}
