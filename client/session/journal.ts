import type { Entry } from '../../server/protocol/entries.ts';
import { maxEntriesPerAppend } from '../../server/protocol/limits.ts';
import type { JournalKey, JournalStore, NumberedEntry } from './journalStore.ts';

/** Entries of one message, bytes of JSON in UTF-8: leaves room for the envelope under the server's 32 KB. */
const maxBatchBytes = 28 * 1024;

/** An entry larger than this is not taken: two of them would hardly fit into a message. */
export const maxEntryBytes = 8 * 1024;

interface Held extends NumberedEntry {
  readonly bytes: number;
}

/**
 * The numbered entries of one epoch. Numbers are given out in order, never again and never changed; an entry may be
 * sent once the store has it. What this page wrote stays in memory after it was acknowledged, so that a server
 * that was restored to an earlier moment can ask for it again.
 */
export class Journal {
  readonly key: JournalKey;
  readonly #store: JournalStore;
  readonly #onDurable: () => void;
  #held: Held[];
  /** Every number up to this one is committed on the server. */
  #acknowledged: number;
  /** Every number up to this one is in the store. */
  #durable: number;
  #last: number;
  #writing: Promise<void> = Promise.resolve();

  /** `kept`: entries already in the store, consecutive; `acknowledged`: the server's word on this epoch. */
  constructor(
    store: JournalStore,
    key: JournalKey,
    acknowledged: number,
    kept: readonly NumberedEntry[],
    onDurable: () => void,
  ) {
    this.key = key;
    this.#store = store;
    this.#onDurable = onDurable;
    this.#held = kept.map(measured);
    this.#acknowledged = acknowledged;
    this.#last = kept.at(-1)?.n ?? acknowledged;
    this.#durable = this.#last;
  }

  /** Whether the store has all of it: what it has not is lost with the page. */
  get isStored(): boolean {
    return this.#durable === this.#last;
  }

  /** The highest number given out. */
  get last(): number {
    return this.#last;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Entries that the server has not committed. */
  get pending(): readonly NumberedEntry[] {
    return this.#after(this.#acknowledged);
  }

  /** Takes the next number. The entry is on its way into the store when this returns. */
  write(entry: Entry): number {
    this.#last += 1;
    this.#held.push(measured({ n: this.#last, entry }));
    this.#writing = this.#writing.then(() => this.#makeDurable());
    return this.#last;
  }

  /** Resolves when all that was written so far is in the store. */
  stored(): Promise<void> {
    return this.#writing;
  }

  /** What to send next: from the first pending entry on, as much as one message may hold. Empty: nothing to send. */
  batch(maxEntries: number = maxEntriesPerAppend): readonly NumberedEntry[] {
    const batch: NumberedEntry[] = [];
    let room = maxBatchBytes;
    for (const { n, entry, bytes } of this.#after(this.#acknowledged)) {
      room -= bytes;
      if (n > this.#durable || batch.length === maxEntries || room < 0) break;
      batch.push({ n, entry });
    }
    return batch;
  }

  /** 1…through are committed. Returns the entries that were pending until now. */
  acknowledge(through: number): readonly NumberedEntry[] {
    const news = this.#after(this.#acknowledged).filter(({ n }) => n <= through);
    if (news.length === 0) return news;
    this.#acknowledged = Math.min(through, this.#last);
    void this.#store.deleteThrough(this.key, this.#acknowledged);
    return news;
  }

  /**
   * The server has 1…through and no more, whatever it said before. Returns what is pending again because of that;
   * `null` when it is no longer here.
   */
  rewind(through: number): readonly NumberedEntry[] | null {
    if (through >= this.#acknowledged) return [];
    const again = this.#after(through).filter(({ n }) => n <= this.#acknowledged);
    if (again[0]?.n !== through + 1) return null;
    this.#acknowledged = through;
    void this.#store.append(this.key, again.map(plain));
    return again;
  }

  #after(n: number): readonly Held[] {
    const first = this.#held[0]?.n ?? this.#last + 1;
    return this.#held.slice(Math.max(0, n + 1 - first));
  }

  /** One write at a time: what came while the last one ran goes in together. */
  async #makeDurable(): Promise<void> {
    const news = this.#after(this.#durable);
    const last = news.at(-1);
    if (last === undefined) return;
    await this.#store.append(this.key, news.map(plain));
    this.#durable = last.n;
    this.#onDurable();
  }
}

const encoder = new TextEncoder();

/** Bytes of one entry on the wire, with the comma after it. */
export function bytesOf(entry: Entry): number {
  return encoder.encode(JSON.stringify(entry)).byteLength + 1;
}

function measured({ n, entry }: NumberedEntry): Held {
  return { n, entry, bytes: bytesOf(entry) };
}

function plain({ n, entry }: NumberedEntry): NumberedEntry {
  return { n, entry };
}
