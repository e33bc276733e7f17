import type { OpenReply } from '../../server/protocol/candidate.ts';
import type { JournalKey, JournalStore, NumberedEntry, StoredJournal } from './journalStore.ts';
import { isSameJournal } from './journalStore.ts';

export interface Inheritance {
  /** What already stands in the new journal, numbered from the reply's `through` + 1 on. */
  readonly entries: readonly NumberedEntry[];
  /** Journals of earlier pens, to be sent under their own epoch: the server stores them as late. */
  readonly leftovers: readonly StoredJournal[];
}

/**
 * Takes up what earlier pages of this browser left unsent, after this page has taken the pen as `own`. The journal of
 * the pen just before continues under the new epoch, in one step of the store, so that a crash in between neither
 * loses nor doubles it. So does `abandoned`, a turn of this very page that the server has forgotten. Anything older has
 * been overtaken by what others wrote since.
 */
export async function inherit(
  store: JournalStore,
  reply: OpenReply,
  own: JournalKey,
  abandoned: JournalKey | null = null,
): Promise<Inheritance> {
  const kept = await store.load(reply.attemptId);
  const already =
    kept.find(({ key }) => isSameJournal(key, own))?.entries.filter(({ n }) => n > reply.through) ?? [];
  const prior = kept.find(({ key }) => isPriorPen(key, reply));
  const before = prior ?? kept.find(({ key }) => abandoned !== null && isSameJournal(key, abandoned));
  const committed = prior === undefined ? 0 : (reply.prior?.through ?? 0);
  const unsent = before?.entries.filter(({ n }) => n > committed) ?? [];
  const next = (already.at(-1)?.n ?? reply.through) + 1;
  const renumbered = unsent.map(({ entry }, index) => ({ n: next + index, entry }));
  if (before) await store.replace(before.key, own, renumbered);
  return {
    entries: [...already, ...renumbered],
    leftovers: kept.filter(({ key }) => !isSameJournal(key, own) && key !== before?.key),
  };
}

function isPriorPen({ epoch, deviceId }: JournalKey, { prior, status }: OpenReply): boolean {
  return status !== 'sealed' && prior?.epoch === epoch && prior.deviceId === deviceId;
}
