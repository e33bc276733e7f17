import { useEffect } from 'react';
import type { ExamSummary } from '../../../../server/protocol/http.ts';
import type { ExamDesk } from '../sit/examDesk.ts';
import { prefetchWindow } from './prefetchWindow.ts';

/** Fetches the sealed paper before the start, at a random moment, for as long as the page that waits is there. */
export function usePaperPrefetch(
  { id, status, opensAt }: ExamSummary,
  serverNow: () => number,
  desk: ExamDesk,
): void {
  const isAhead = status === 'upcoming' || status === 'open';
  useEffect(() => {
    if (!isAhead) return;
    const { waitMs, windowMs } = prefetchWindow(opensAt - serverNow());
    let callOff = () => {};
    const timer = setTimeout(() => {
      callOff = desk.papers.prefetchWithin(id, windowMs);
    }, waitMs);
    return () => {
      clearTimeout(timer);
      callOff();
    };
  }, [isAhead, id, opensAt, serverNow, desk]);
}
