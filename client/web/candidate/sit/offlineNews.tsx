import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { formatTime } from '../../shared/time.ts';
import { useExam } from './examContext.ts';
import { useDeviceNow } from './useSession.ts';

/** A connection that is back so soon is not worth a word. */
const calmMs = 2_000;

interface NewsProps {
  readonly since: number;
  readonly show: (title: string, text: string) => ReactNode;
}

/** Since when there is no connection, and what to do about it. */
function News({ since, show }: NewsProps) {
  const { language, texts } = useLanguage();
  const { keptOn, state } = useExam();
  const { save } = state;
  if (useDeviceNow() - since < calmMs) return null;
  const { offlineSince, offlineText, offlineMemoryText } = texts.save;
  const isInMemory = keptOn === 'memory' || (save.kind !== 'saved' && save.keptOn === 'memory');
  return show(offlineSince(formatTime(since, language)), isInMemory ? offlineMemoryText : offlineText);
}

function OfflineNews({ show }: Pick<NewsProps, 'show'>) {
  const { connection } = useExam().state;
  return connection.kind === 'down' && <News since={connection.since} show={show} />;
}

/** Above what it concerns, where nothing is being answered. */
export function OfflineBanner() {
  return (
    <OfflineNews
      show={(title, text) => (
        <Banner tone="warning" role="status" title={title}>
          {text}
        </Banner>
      )}
    />
  );
}

/**
 * With the buttons at the lower edge: connections come and go, and must not move the answers under a finger. Until the next
 * question its room stays: a page that is shorter all at once moves, where it was scrolled to its end.
 */
export function OfflineStrip() {
  const { shownId } = useExam();
  useLayoutEffect(() => {
    // With another question nobody aims at anything of the one before.
    if (shownId !== null) keepRoom(0);
  }, [shownId]);
  return <OfflineNews show={(title, text) => <Strip title={title} text={text} />} />;
}

interface StripProps {
  readonly title: string;
  readonly text: string;
}

function Strip({ title, text }: StripProps) {
  const strip = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const own = strip.current;
    keepRoom(0);
    return () => keepRoom(own?.offsetHeight ?? 0);
  }, []);
  return (
    <p ref={strip} className="offline-strip small" role="status">
      <strong>{title}</strong> · {text}
    </p>
  );
}

function keepRoom(px: number): void {
  const { style } = document.documentElement;
  // To set what nobody had set would have the whole page styled anew at each press.
  if (px === 0) style.removeProperty('--strip');
  else style.setProperty('--strip', `${px}px`);
}
