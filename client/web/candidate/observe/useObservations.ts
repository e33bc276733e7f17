import { useEffect } from 'react';
import type { ExamSession, SessionState } from '../../../session/index.ts';
import { watchPage } from './watchPage.ts';

/** Records what the exam asks for, while it is being written and only then. */
export function useObservations(session: ExamSession, { status, observe }: SessionState): void {
  const types = observe.join(' ');
  const isWriting = status.kind === 'writing';
  useEffect(() => {
    if (!isWriting || types === '') return;
    return watchPage(types.split(' '), (type) => session.observe(type));
  }, [session, types, isWriting]);
}
