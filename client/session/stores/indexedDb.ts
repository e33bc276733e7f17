import type { Entry } from '../../../server/protocol/entries.ts';
import type { JournalKey, JournalStore, NumberedEntry, StoredJournal } from '../journalStore.ts';

const storeName = 'entries';

interface Row {
  readonly attemptId: string;
  readonly epoch: number;
  readonly deviceId: string;
  readonly n: number;
  readonly entry: Entry;
}

/** The browser's journal: one row an entry, keyed [attemptId, epoch, deviceId, n]. */
export class IndexedDbStore implements JournalStore {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
    // Another tab with a newer version of this page must be able to upgrade.
    database.onversionchange = () => database.close();
  }

  /** Rejects where the browser forbids it (private windows of some browsers, blocked site data). */
  static async open(indexedDb: IDBFactory, name = 'pariksha-journal'): Promise<IndexedDbStore> {
    const request = indexedDb.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(storeName, { keyPath: ['attemptId', 'epoch', 'deviceId', 'n'] });
    };
    return new IndexedDbStore(await resultOf(request));
  }

  async load(attemptId: string): Promise<readonly StoredJournal[]> {
    const entries = this.#database.transaction(storeName).objectStore(storeName);
    // An array sorts after every number and string: [id] ≤ every key of this attempt < [id, []].
    const rows: Row[] = await resultOf(entries.getAll(IDBKeyRange.bound([attemptId], [attemptId, []])));
    const journals: { key: JournalKey; entries: NumberedEntry[] }[] = [];
    for (const { n, entry, epoch, deviceId } of rows) {
      const last = journals.at(-1);
      const numbered = { n, entry };
      if (last?.key.epoch === epoch && last.key.deviceId === deviceId) last.entries.push(numbered);
      else journals.push({ key: { attemptId, epoch, deviceId }, entries: [numbered] });
    }
    return journals;
  }

  append(key: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    return this.#write((rows) => put(rows, key, entries));
  }

  deleteThrough(key: JournalKey, through: number): Promise<void> {
    return this.#write((rows) => {
      rows.delete(rangeOf(key, through));
    });
  }

  replace(from: JournalKey, to: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    return this.#write((rows) => {
      rows.delete(rangeOf(from, Number.MAX_SAFE_INTEGER));
      put(rows, to, entries);
    });
  }

  close(): void {
    this.#database.close();
  }

  async #write(change: (rows: IDBObjectStore) => void): Promise<void> {
    // `strict`: done means flushed to the disk, where the browser can say so.
    const transaction = this.#database.transaction(storeName, 'readwrite', { durability: 'strict' });
    const done = completionOf(transaction);
    change(transaction.objectStore(storeName));
    // Said, and not left to the browser: it would wait for this page, which may be closing, and then drop everything.
    transaction.commit();
    await done;
  }
}

function put(rows: IDBObjectStore, key: JournalKey, entries: readonly NumberedEntry[]): void {
  for (const { n, entry } of entries) {
    const row: Row = { ...key, n, entry };
    rows.put(row);
  }
}

function rangeOf({ attemptId, epoch, deviceId }: JournalKey, through: number): IDBKeyRange {
  return IDBKeyRange.bound([attemptId, epoch, deviceId, 0], [attemptId, epoch, deviceId, through]);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
