import { useEffect, useRef, useState } from 'react';
import type { Notice } from '../../../session/index.ts';
import { Banner, type BannerTone } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { formatTime } from '../../shared/time.ts';
import { useExam } from './examContext.ts';

/** What was told and the candidate has not put away: the newest in full, the others behind one line. */
export function NoticeList() {
  const { notices: texts } = useTexts();
  const { state } = useExam();
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const [isOpen, setIsOpen] = useState(false);
  const [newest, ...others] = state.notices
    .filter(({ commandId, kind, shown }) => kind !== 'paused' && !shown && !read.has(commandId))
    .reverse();
  useConfirmations(isOpen ? state.notices : state.notices.filter((notice) => !others.includes(notice)));
  const putAway = (notice: Notice) => {
    setRead(new Set([...read, notice.commandId]));
    if (others.length <= 1) setIsOpen(false);
    // The newest has one button for all that come to stand there; every other goes, and would take the focus with it.
    if (notice !== newest || others.length === 0) {
      document.getElementById('main')?.focus({ preventScroll: true });
    }
  };
  return (
    <>
      <div aria-live="assertive" aria-atomic="true">
        {newest && <NoticeBanner notice={newest} onRead={() => putAway(newest)} />}
      </div>
      {others.length > 0 && (
        <details
          className="notices-more"
          open={isOpen}
          onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
        >
          <summary>{texts.more(others.length)}</summary>
          {isOpen && (
            <div className="stack-tight">
              {others.map((notice) => (
                <NoticeBanner key={notice.commandId} notice={notice} onRead={() => putAway(notice)} />
              ))}
            </div>
          )}
        </details>
      )}
    </>
  );
}

/** Tells the server which notices have been on this screen: each once, as soon as something may be written. */
function useConfirmations(onScreen: readonly Notice[]): void {
  const { session, mayWrite } = useExam();
  const seen = useRef(new Set<string>());
  const confirmed = useRef(new Set<string>());
  useEffect(() => {
    if (document.visibilityState === 'hidden') return;
    for (const { commandId, shown } of onScreen) if (!shown) seen.current.add(commandId);
    if (!mayWrite) return;
    for (const commandId of seen.current) {
      if (confirmed.current.has(commandId)) continue;
      if (session.confirm(commandId).ok) confirmed.current.add(commandId);
    }
  });
}

const tones: Readonly<Record<Notice['kind'], BannerTone>> = {
  message: 'note',
  announce: 'note',
  warn: 'bad',
  erratum: 'warning',
  deadline: 'warning',
  paused: 'warning',
  resumed: 'note',
};

interface NoticeBannerProps {
  readonly notice: Notice;
  readonly onRead: () => void;
}

function NoticeBanner({ notice, onRead }: NoticeBannerProps) {
  const { language, texts } = useLanguage();
  const { goTo, numberOf } = useExam();
  const { kind, at, text, reason, questionId, deadlineAt } = notice;
  const shown = text === null ? null : inLanguage(text, language);
  const isNumbered = questionId !== null && numberOf(questionId) > 0;
  return (
    <Banner
      tone={tones[kind]}
      title={
        <span className="notice-head">
          <span>{texts.notices[kind]}</span>
          <span className="notice-time small">{formatTime(at, language)}</span>
        </span>
      }
      actions={
        <>
          {isNumbered && (
            <Button onClick={() => goTo(questionId)}>{texts.notices.toQuestion(numberOf(questionId))}</Button>
          )}
          <Button isSinglePress onClick={onRead}>
            {texts.notices.read}
          </Button>
        </>
      }
    >
      {shown !== null && (
        <p lang={shown.language} dir="auto">
          {shown.text}
        </p>
      )}
      {deadlineAt !== null && (
        <p>
          <strong>{texts.notices.deadlineText(formatTime(deadlineAt, language))}</strong>
        </p>
      )}
      {reason !== null && <p>{texts.notices.reason(reason)}</p>}
    </Banner>
  );
}
