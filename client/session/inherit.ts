import type { OpenReply } from '../../server/protocol/candidate.ts';
import type { JournalKey, JournalStore, NumberedEntry, StoredJournal } from './journalStore.ts';
import { isSameJournal } from './journalStore.ts';
import { MemoryStore } from './stores/memory.ts';

export interface Inheritance {
  /** What already stands in the new journal, numbered from the reply's `through` + 1 on. */
  readonly entries: readonly NumberedEntry[];
  /** Journals of earlier pens, to be sent under their own epoch: the server stores them as late. */
  readonly leftovers: readonly StoredJournal[];
}

/**
 * Takes up what earlier pages of this browser left unsent, after this page has taken the pen as `own`. The newest
 * journal continues under the new epoch if nobody has written since, in one step of the store, so that a crash in
 * between neither loses nor doubles it. So does `abandoned`, a turn of this very page that the server has forgotten.
 * Anything older has been overtaken. `held` is what this page itself has not sent: a silent device may not give it back.
 */
export async function inherit(
  store: JournalStore,
  reply: OpenReply,
  own: JournalKey,
  abandoned: JournalKey | null = null,
  held: readonly StoredJournal[] = [],
): Promise<Inheritance> {
  const all = new MemoryStore();
  for (const { key, entries } of [...(await store.load(reply.attemptId)), ...held])
    await all.append(key, entries);
  const kept = await all.load(reply.attemptId);
  const already =
    kept.find(({ key }) => isSameJournal(key, own))?.entries.filter(({ n }) => n > reply.through) ?? [];
  const before = penToContinue(kept, reply) ?? forgotten(kept, abandoned);
  const unsent = before?.journal.entries.filter(({ n }) => n > before.through) ?? [];
  const next = (already.at(-1)?.n ?? reply.through) + 1;
  const renumbered = unsent.map(({ entry }, index) => ({ n: next + index, entry }));
  if (before) await store.replace(before.journal.key, own, renumbered);
  return {
    entries: [...already, ...renumbered],
    leftovers: kept.filter(({ key }) => !isSameJournal(key, own) && key !== before?.journal.key),
  };
}

interface Continued {
  readonly journal: StoredJournal;
  /** 1…through of it are committed. */
  readonly through: number;
}

/**
 * Of the pens before this one the newest whose journal is here. A page that was left before it wrote does not stand in
 * between; one that wrote does.
 */
function penToContinue(kept: readonly StoredJournal[], reply: OpenReply): Continued | null {
  const { prior, earlier = prior ? [prior] : [], status } = reply;
  if (status === 'sealed') return null;
  for (const { epoch, deviceId, through } of earlier) {
    const journal = kept.find(({ key }) => key.epoch === epoch && key.deviceId === deviceId);
    if (journal) return { journal, through };
    if (through > 0) return null;
  }
  return null;
}

function forgotten(kept: readonly StoredJournal[], abandoned: JournalKey | null): Continued | null {
  const journal = abandoned && kept.find(({ key }) => isSameJournal(key, abandoned));
  return journal ? { journal, through: 0 } : null;
}
