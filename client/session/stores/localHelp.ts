import type { Help, HelpMemory } from '../helpLine.ts';

const keyOf = (attemptId: string) => `pariksha:help:${attemptId}`;

/** Calls and reports that wait, in the browser's own storage. Where that is full or forbidden they live with the page. */
export function localHelp(storage: () => Storage): HelpMemory {
  return {
    load(attemptId): readonly Help[] {
      try {
        const read: unknown = JSON.parse(storage().getItem(keyOf(attemptId)) ?? '[]');
        return Array.isArray(read) ? read.flatMap((each) => helpOf(each) ?? []) : [];
      } catch {
        return [];
      }
    },
    save(attemptId, all) {
      try {
        if (all.length === 0) storage().removeItem(keyOf(attemptId));
        else storage().setItem(keyOf(attemptId), JSON.stringify(all));
      } catch {
        // Full or forbidden: nothing to do about it here.
      }
    },
  };
}

/** Storage is anybody's to write: what does not have the form is nothing. */
function helpOf(read: unknown): Help | null {
  if (typeof read !== 'object' || read === null) return null;
  const { kind, id, askedAt, text, questionId }: Record<string, unknown> = { ...read };
  if (typeof id !== 'string' || typeof askedAt !== 'number' || typeof text !== 'string') return null;
  const rest = { id, askedAt, text, progress: { kind: 'waiting' } } as const;
  if (kind === 'call') return { kind, ...rest };
  return kind === 'report' && typeof questionId === 'string' ? { kind, questionId, ...rest } : null;
}
