import type { LocalText } from '../../../server/protocol/candidate.ts';
import { useLanguage } from './language.tsx';
import { directionOf, inLanguage } from './localText.ts';

/** The name of an exam or a section among words of the page: it may be in another language, and run the other way. */
export function Title({ text }: { readonly text: LocalText }) {
  const { language } = useLanguage();
  const shown = inLanguage(text, language);
  return (
    <bdi lang={shown.language} dir={directionOf(shown.language)}>
      {shown.text}
    </bdi>
  );
}
