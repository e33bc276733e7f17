import type { Entry } from '../../server/protocol/entries.ts';

/** An entry with the number it has for ever. */
export interface NumberedEntry {
  readonly n: number;
  readonly entry: Entry;
}

/** Whose numbers: one page's turn at writing one attempt. */
export interface JournalKey {
  readonly attemptId: string;
  readonly epoch: number;
  readonly deviceId: string;
}

export interface StoredJournal {
  readonly key: JournalKey;
  /** In ascending order; never empty. */
  readonly entries: readonly NumberedEntry[];
}

/** Where unacknowledged entries outlive the page. A promise that resolves means: it would survive a power cut. */
export interface JournalStore {
  /** What is kept of this attempt, by ascending epoch. */
  load(attemptId: string): Promise<readonly StoredJournal[]>;
  append(key: JournalKey, entries: readonly NumberedEntry[]): Promise<void>;
  /** Forgets 1…through of this journal: they are committed. May be lost in a crash without harm. */
  deleteThrough(key: JournalKey, through: number): Promise<void>;
  /** All or nothing: the journal `from` is gone and `entries` stand in `to`. */
  replace(from: JournalKey, to: JournalKey, entries: readonly NumberedEntry[]): Promise<void>;
  close(): void;
}

export function isSameJournal(a: JournalKey, b: JournalKey): boolean {
  return a.attemptId === b.attemptId && a.epoch === b.epoch && a.deviceId === b.deviceId;
}
