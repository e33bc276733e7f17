import { useEffect, useRef, useState } from 'react';
import type { Notice } from '../../../session/index.ts';
import { Banner, type BannerTone } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { formatTime } from '../../shared/time.ts';
import { useExam } from './examContext.ts';

/** What the exam office and the invigilator have told, until the candidate has put it away. */
export function NoticeList() {
  const { state } = useExam();
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  useConfirmations(state.notices);
  const open = state.notices.filter(
    ({ commandId, kind, shown }) => kind !== 'paused' && !shown && !read.has(commandId),
  );
  return (
    <div className="stack-tight" aria-live="assertive">
      {open.map((notice) => (
        <NoticeBanner
          key={notice.commandId}
          notice={notice}
          onRead={() => setRead(new Set([...read, notice.commandId]))}
        />
      ))}
    </div>
  );
}

/** Tells the server which notices have been on this screen: each once, as soon as something may be written. */
function useConfirmations(notices: readonly Notice[]): void {
  const { session, mayWrite } = useExam();
  const confirmed = useRef(new Set<string>());
  useEffect(() => {
    if (!mayWrite || document.visibilityState === 'hidden') return;
    for (const { commandId, shown } of notices) {
      if (shown || confirmed.current.has(commandId)) continue;
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
      title={texts.notices[kind]}
      actions={
        <>
          {isNumbered && (
            <Button onClick={() => goTo(questionId)}>{texts.notices.toQuestion(numberOf(questionId))}</Button>
          )}
          <Button onClick={onRead}>{texts.notices.read}</Button>
        </>
      }
    >
      {shown !== null && (
        <p lang={shown.language} dir="auto">
          {shown.text}
        </p>
      )}
      <p className="notice-facts">
        {deadlineAt !== null && (
          <strong>{texts.notices.deadlineText(formatTime(deadlineAt, language))}</strong>
        )}
        {reason !== null && <span>{texts.notices.reason(reason)}</span>}
        <span className="small">{texts.notices.at(formatTime(at, language))}</span>
      </p>
    </Banner>
  );
}
