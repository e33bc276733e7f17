import { useLanguage } from '../../shared/language.tsx';
import type { Language, Texts } from '../../shared/texts/catalogues.ts';
import { formatTime } from '../../shared/time.ts';
import { useExam } from './examContext.ts';
import { type SaveNews, saveNews } from './saveState.ts';
import { useDeviceNow } from './useSession.ts';

/** The one place that says how the whole exam is saved. */
export function SaveIndicator() {
  const { language, texts } = useLanguage();
  const { state, draftMap, isPractice } = useExam();
  const now = useDeviceNow();
  const news = saveNews(state.save, state.connection, draftMap, now);
  const sentence = isPractice ? texts.save.practice : sentenceOf(news, language, texts);
  const kind = isPractice ? 'practice' : news.kind;
  return (
    <span className={`save-indicator save-${kind}`} data-save={kind}>
      <span className="save-sign" aria-hidden="true" />
      <span className="visually-hidden">{texts.save.label}: </span>
      {sentence}
      <span className="visually-hidden" role="status">
        {isPractice || isPassing(news) ? '' : sentence}
      </span>
    </span>
  );
}

/** What comes and goes with every choice is shown, but not read out: it would chatter. */
function isPassing({ kind }: SaveNews): boolean {
  return kind === 'saving' || kind === 'typing' || kind === 'saved';
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
    case 'on-device':
      return save.onDeviceSince(news.count, formatTime(news.since, language));
    case 'in-page':
      return save.inPage(news.count);
    case 'refused':
      return save.refused(news.count);
  }
}
