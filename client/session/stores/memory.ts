import {
  isSameJournal,
  type JournalKey,
  type JournalStore,
  type NumberedEntry,
  type StoredJournal,
} from '../journalStore.ts';

interface KeptJournal {
  readonly key: JournalKey;
  readonly entries: Map<number, NumberedEntry>;
}

/** Survives the session, not the page: for tests, and for devices that allow nothing better. */
export class MemoryStore implements JournalStore {
  #journals: KeptJournal[] = [];

  get isEmpty(): boolean {
    return this.#journals.every(({ entries }) => entries.size === 0);
  }

  async load(attemptId: string): Promise<readonly StoredJournal[]> {
    return this.#journals
      .filter(({ key, entries }) => key.attemptId === attemptId && entries.size > 0)
      .map(({ key, entries }) => ({ key, entries: [...entries.values()].toSorted((a, b) => a.n - b.n) }))
      .toSorted((a, b) => a.key.epoch - b.key.epoch);
  }

  async append(key: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    const journal = this.#journal(key);
    for (const numbered of entries) journal.entries.set(numbered.n, numbered);
  }

  async deleteThrough(key: JournalKey, through: number): Promise<void> {
    const { entries } = this.#journal(key);
    for (const n of entries.keys()) if (n <= through) entries.delete(n);
  }

  async replace(from: JournalKey, to: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    this.#journals = this.#journals.filter(({ key }) => !isSameJournal(key, from));
    await this.append(to, entries);
  }

  close(): void {}

  #journal(key: JournalKey): KeptJournal {
    const known = this.#journals.find((journal) => isSameJournal(journal.key, key));
    if (known) return known;
    const journal: KeptJournal = { key, entries: new Map() };
    this.#journals.push(journal);
    return journal;
  }
}
