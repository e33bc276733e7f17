import { useLanguage } from '../../shared/language.tsx';
import { formatDateTime } from '../../shared/time.ts';
import { countdown, waitingNews } from './countdown.ts';

interface WaitingRoomProps {
  /** Epoch ms by the server's clock. */
  readonly opensAt: number;
  readonly now: number;
}

/** The time until the exam opens, by the server's clock. What is said aloud changes a few times only. */
export function WaitingRoom({ opensAt, now }: WaitingRoomProps) {
  const { language, texts } = useLanguage();
  const leftMs = opensAt - now;
  return (
    <section className="card stack waiting-room" aria-labelledby="waiting-room">
      <h2 id="waiting-room">{texts.waiting.title}</h2>
      <p role="timer">
        <span className="quiet">{texts.waiting.opensIn}</span>{' '}
        <span className="countdown numbers">{countdown(leftMs, texts)}</span>
      </p>
      <p>{texts.waiting.opensAt(formatDateTime(opensAt, language))}</p>
      <p className="quiet">{texts.waiting.stay}</p>
      <p className="visually-hidden" role="status">
        {waitingNews(leftMs, texts)}
      </p>
    </section>
  );
}
