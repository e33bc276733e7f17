import type { PastNotice } from '../../server/protocol/candidate.ts';
import type { Notice } from './sessionState.ts';
import type { Push } from './transport.ts';

const nothing = { text: null, reason: null, questionId: null, deadlineAt: null, shown: false };

/** The notice that a push brings to the candidate, if it brings one. `now`: server's clock, epoch ms. */
export function noticeOf(push: Push, now: number): Notice | null {
  switch (push.event) {
    case 'notice': {
      const { commandId, kind, text, at, questionId = null } = push.body;
      return { ...nothing, commandId, kind, at, text, questionId };
    }
    case 'deadline:changed': {
      const { commandId, deadline, reason = null } = push.body;
      if (commandId === undefined) return null;
      return { ...nothing, commandId, kind: 'deadline', at: now, reason, deadlineAt: deadline.at };
    }
    case 'attempt:paused': {
      const { commandId, at, reason = null } = push.body;
      return { ...nothing, commandId, kind: 'paused', at, reason };
    }
    case 'attempt:resumed': {
      const { commandId, deadline } = push.body;
      return { ...nothing, commandId, kind: 'resumed', at: now, deadlineAt: deadline.at };
    }
    case 'attempt:superseded':
    case 'attempt:sealed':
    case 'changed':
      return null;
  }
}

/** What was said before this page was there, in front of what it has heard itself. */
export function withPast(notices: readonly Notice[], past: readonly PastNotice[]): readonly Notice[] {
  const known = new Set(notices.map(({ commandId }) => commandId));
  const news = past.filter(({ commandId }) => !known.has(commandId));
  if (news.length === 0) return notices;
  const missed = news.map(
    ({ questionId = null, ...notice }): Notice => ({ ...nothing, ...notice, questionId }),
  );
  return [...missed, ...notices].sort((a, b) => a.at - b.at);
}

/** A command that was told twice is one notice. */
export function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return notices.some(({ commandId }) => commandId === notice.commandId) ? notices : [...notices, notice];
}
