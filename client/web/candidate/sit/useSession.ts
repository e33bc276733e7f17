import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { ExamSession, SessionState } from '../../../session/index.ts';
import { useNow } from '../around/useNow.ts';
import { type DraftMap, Drafts } from './drafts.ts';
import type { ExamDesk } from './examDesk.ts';

/** Everything by which the screen reads a session. What is saved is decided there, never here. */

/** The session of this exam for as long as the screen is there; `null` until it has begun. */
export function useOwnSession(desk: ExamDesk, examId: string): ExamSession | null {
  const [session, setSession] = useState<ExamSession | null>(null);
  useEffect(() => {
    let isGone = false;
    const begun = desk.begin(examId).then((own) => {
      if (!isGone) setSession(own);
      return own;
    });
    return () => {
      isGone = true;
      setSession(null);
      void begun.then((own) => desk.end(own));
    };
  }, [desk, examId]);
  return session;
}

export function useSessionState(session: ExamSession): SessionState {
  const subscribe = useCallback((changed: () => void) => session.subscribe(changed), [session]);
  return useSyncExternalStore(subscribe, () => session.state);
}

/** Epoch ms by the server's clock, each second anew. */
export function useServerNow(session: ExamSession): number {
  return useNow(useCallback(() => session.serverNow(), [session]));
}

/** Epoch ms by the device's clock, each second anew. */
export function useDeviceNow(): number {
  return useNow(Date.now);
}

/** What is being typed, written to the session after a short pause, and at once when the page is hidden or left. */
export function useOwnDrafts(session: ExamSession): Drafts {
  const [drafts] = useState(() => new Drafts(session));
  useEffect(() => {
    const stop = drafts.start();
    const flush = () => drafts.flush();
    document.addEventListener('visibilitychange', flush);
    addEventListener('pagehide', flush);
    return () => {
      document.removeEventListener('visibilitychange', flush);
      removeEventListener('pagehide', flush);
      stop();
    };
  }, [drafts]);
  return drafts;
}

export function useDraftMap(drafts: Drafts): DraftMap {
  const subscribe = useCallback((changed: () => void) => drafts.subscribe(changed), [drafts]);
  return useSyncExternalStore(subscribe, () => drafts.all);
}
