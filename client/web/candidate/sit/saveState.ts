import type { AnswerView, SessionState } from '../../../session/index.ts';
import type { Draft, DraftMap } from './drafts.ts';

/** What the overall indicator says, in the order of what matters most to the candidate. */
export type SaveNews =
  | { readonly kind: 'refused'; readonly count: number }
  | { readonly kind: 'in-page'; readonly count: number }
  | { readonly kind: 'on-device'; readonly count: number; readonly since: number }
  | { readonly kind: 'saving' }
  | { readonly kind: 'typing' }
  /** Typed answers that cannot be sent as they are. */
  | { readonly kind: 'not-sent'; readonly count: number }
  /** The server has everything; answers of these questions do not count as they are shown. */
  | { readonly kind: 'in-doubt'; readonly count: number }
  | { readonly kind: 'saved' };

/** Until then an unanswered change is on its way; after that it is something the candidate should know of. */
const patienceMs = 4_000;

/**
 * `saved` only when the session says that the server has committed everything, nothing waits in a field, and every answer
 * counts as it is shown. `now`: device's clock, epoch ms.
 */
export function saveNews(
  { save, connection, answers }: Pick<SessionState, 'save' | 'connection' | 'answers'>,
  drafts: DraftMap,
  now: number,
): SaveNews {
  switch (save.kind) {
    case 'blocked':
      return { kind: 'refused', count: save.count };
    case 'pending': {
      const isOnItsWay = connection.kind === 'up' && now - save.since < patienceMs;
      // Whoever is told that something is on the device may switch it off.
      if (isOnItsWay || !save.isStored) return { kind: 'saving' };
      if (save.keptOn === 'memory') return { kind: 'in-page', count: save.count };
      return { kind: 'on-device', count: save.count, since: save.since };
    }
    case 'saved': {
      const all = Object.values(drafts);
      const unsent = all.filter(({ phase }) => phase === 'unsent').length;
      const doubtful = Object.values(answers).filter((view) => isInDoubt(view, undefined)).length;
      if (all.some(({ phase }) => phase === 'typing')) return { kind: 'typing' };
      if (unsent > 0) return { kind: 'not-sent', count: unsent };
      return doubtful > 0 ? { kind: 'in-doubt', count: doubtful } : { kind: 'saved' };
    }
  }
}

/** What stands under one question. `null`: nothing was ever entered, so there is nothing to say. */
export type QuestionNews =
  | { readonly kind: 'saved' | 'pending' | 'pending-offline' | 'typing' | 'not-sent' | 'late' }
  | { readonly kind: 'refused'; readonly code: Extract<AnswerView['save'], { kind: 'refused' }>['code'] }
  | null;

export function questionNews(
  view: AnswerView | undefined,
  draft: Draft | undefined,
  { connection, save }: Pick<SessionState, 'connection' | 'save'>,
): QuestionNews {
  if (draft?.phase === 'unsent') return { kind: 'not-sent' };
  if (draft?.phase === 'typing') return { kind: 'typing' };
  if (view === undefined) return null;
  switch (view.save.kind) {
    case 'saved':
      return isUntouched(view) ? null : { kind: 'saved' };
    case 'pending': {
      const isOnItsWay = connection.kind === 'up' || (save.kind === 'pending' && !save.isStored);
      return { kind: isOnItsWay ? 'pending' : 'pending-offline' };
    }
    case 'late':
      return { kind: 'late' };
    case 'refused':
      return { kind: 'refused', code: view.save.code };
  }
}

/** How many changes the server has not taken. */
export function pendingCount({ save }: Pick<SessionState, 'save'>): number {
  return save.kind === 'saved' ? 0 : save.count;
}

/** Whether the palette should warn that this question does not count as it is shown. */
export function isInDoubt(view: AnswerView | undefined, draft: Draft | undefined): boolean {
  return draft?.phase === 'unsent' || view?.save.kind === 'refused' || view?.save.kind === 'late';
}

export function isUnwritten({ phase }: Draft): boolean {
  return phase !== 'written';
}

function isUntouched({ value, marked }: AnswerView): boolean {
  return (value === null || value === undefined) && !marked;
}
