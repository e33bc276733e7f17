import { useState } from 'react';
import { useLanguage } from '../../shared/language.tsx';
import { formatDateTime } from '../../shared/time.ts';
import { countdown, waitingNews } from './countdown.ts';
import { useNow } from './useNow.ts';

interface WaitingRoomProps {
  /** Epoch ms by the server's clock. */
  readonly opensAt: number;
  readonly serverNow: () => number;
}

/**
 * For whoever came before the opening: the time until then, by the server's clock, and then that it is open. What is said
 * aloud changes a few times only.
 */
export function WaitingRoom({ opensAt, serverNow }: WaitingRoomProps) {
  const { language, texts } = useLanguage();
  const leftMs = opensAt - useNow(serverNow);
  const [hasWaited] = useState(leftMs > 0);
  if (!hasWaited && leftMs <= 0) return null;
  const { waiting } = texts;
  return (
    <section className="card stack waiting-room" aria-labelledby="waiting-room">
      <h2 id="waiting-room">{waiting.title}</h2>
      {leftMs > 0 && (
        <>
          <p role="timer">
            <span className="quiet">{waiting.opensIn}</span>{' '}
            <span className="countdown numbers">{countdown(leftMs, texts)}</span>
          </p>
          <p>{waiting.opensAt(formatDateTime(opensAt, language))}</p>
          <p className="quiet">{waiting.stay}</p>
        </>
      )}
      <p className={leftMs > 0 ? 'visually-hidden' : undefined} role="status">
        {waitingNews(leftMs, texts)}
      </p>
    </section>
  );
}
