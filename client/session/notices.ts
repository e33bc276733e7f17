import type { Notice } from './sessionState.ts';
import type { Push } from './transport.ts';

const nothing = { text: null, reason: null, questionId: null, deadlineAt: null };

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

/** A command that was told twice is one notice. */
export function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return notices.some(({ commandId }) => commandId === notice.commandId) ? notices : [...notices, notice];
}
