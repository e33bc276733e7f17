import { useCallback, useEffect, useState } from 'react';
import type { ExamSession, SessionState } from '../../../session/index.ts';
import { allQuestions, reachable } from './paper.ts';

export interface ShownQuestion {
  readonly shownId: string | null;
  readonly goTo: (questionId: string) => void;
}

/**
 * Where the candidate is. While this page writes, that is the session's `current`, so that it is the same after a
 * reload; while it only shows, looking around is this screen's own affair.
 */
export function useShownQuestion(session: ExamSession, state: SessionState): ShownQuestion {
  const [lookedAt, setLookedAt] = useState<string | null>(null);
  const sections = state.paper?.sections ?? [];
  const mayWrite = state.status.kind === 'writing';
  const open = reachable(sections);
  const isCurrentOpen = state.current !== null && open.includes(state.current);
  const first = open[0] ?? null;

  useEffect(() => {
    if (!mayWrite) return;
    // By where the candidate is now, not when this was drawn: two quick presses were taken back and forth for ever.
    const { current } = session.state;
    if (isCurrentOpen && current !== null) session.visit(current);
    else if (first !== null) session.visit(first);
  }, [session, mayWrite, isCurrentOpen, first]);

  const goTo = useCallback(
    (questionId: string) => {
      setLookedAt(questionId);
      if (session.state.status.kind === 'writing') session.visit(questionId);
    },
    [session],
  );

  if (mayWrite) return { shownId: isCurrentOpen ? state.current : null, goTo };
  const isThere = lookedAt !== null && allQuestions(sections).includes(lookedAt);
  return { shownId: isThere ? lookedAt : (state.current ?? first), goTo };
}
