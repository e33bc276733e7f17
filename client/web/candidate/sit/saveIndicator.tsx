import { useRef } from 'react';
import { useLanguage } from '../../shared/language.tsx';
import type { Language, Texts } from '../../shared/texts/catalogues.ts';
import { formatTime } from '../../shared/time.ts';
import { useExam } from './examContext.ts';
import { type SaveNews, saveNews } from './saveState.ts';
import { useDeviceNow } from './useSession.ts';

interface SaveSentence {
  readonly kind: SaveNews['kind'] | 'practice';
  readonly sentence: string;
}

/** How the whole exam is saved, in words. */
export function useSaveSentence(): SaveSentence {
  const { language, texts } = useLanguage();
  const { state, draftMap, isPractice } = useExam();
  const now = useDeviceNow();
  if (isPractice) return { kind: 'practice', sentence: texts.save.practice };
  const news = saveNews(state, draftMap, now);
  return { kind: news.kind, sentence: sentenceOf(news, language, texts) };
}

/** The one place that says how the whole exam is saved. */
export function SaveIndicator() {
  const { language, texts } = useLanguage();
  const { kind, sentence } = useSaveSentence();
  const spoken = useSpoken(kind, language, sentence);
  return (
    <span className={`save-indicator save-${kind}`} data-save={kind}>
      <span className="save-sign" aria-hidden="true" />
      <span className="visually-hidden">{texts.save.label}: </span>
      {sentence}
      <span className="visually-hidden" role="status">
        {spoken}
      </span>
    </span>
  );
}

const silence = { about: '', sentence: '' };

/**
 * What is read out: the sentence with which lasting news began, because the number in it grows with every choice. What comes and
 * goes with every choice is shown only, and leaves in place what was said before it: to say that again would chatter as well.
 */
function useSpoken(kind: SaveSentence['kind'], language: Language, sentence: string): string {
  const said = useRef(silence);
  const about = `${kind} ${language}`;
  switch (kind) {
    case 'saved':
    case 'practice':
      said.current = silence;
      break;
    case 'saving':
    case 'typing':
      break;
    default:
      if (said.current.about !== about) said.current = { about, sentence };
  }
  return said.current.sentence;
}

function sentenceOf(news: SaveNews, language: Language, { save }: Texts): string {
  switch (news.kind) {
    case 'saved':
      return save.saved;
    case 'saving':
      return save.saving;
    case 'typing':
      return save.typing;
    case 'not-sent':
      return save.notSent(news.count);
    case 'in-doubt':
      return save.inDoubt(news.count);
    case 'on-device':
      return save.onDeviceSince(news.count, formatTime(news.since, language));
    case 'in-page':
      return save.inPage(news.count);
    case 'refused':
      return save.refused(news.count);
  }
}
