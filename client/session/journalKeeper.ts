import type { Environment } from './environment.ts';
import { inTime, NoAnswer } from './inTime.ts';
import type { JournalKey, JournalStore, NumberedEntry, StoredJournal } from './journalStore.ts';
import { MemoryStore } from './stores/memory.ts';

/** Where unacknowledged entries are: `memory` is gone when the page is. */
export type KeptOn = 'device' | 'memory';

/**
 * A device that has not answered by then counts as one that failed, ms: browsers are known whose storage neither works nor
 * refuses. To read is
 * given longer: what an earlier page has left and is not read by then is sent by a later page, and is late.
 */
export const devicePatienceMs = { read: 20_000, write: 4_000 };

/**
 * A store that never fails and never hangs: what the device cannot keep (storage full, silent, or forbidden: `device` null)
 * stays in memory until it is acknowledged, and `keptOn` says so. The device is tried again once memory is empty and it
 * has answered, and not before: otherwise a journal would come back from the device with a hole in it.
 */
export class JournalKeeper implements JournalStore {
  readonly #device: JournalStore | null;
  readonly #environment: Pick<Environment, 'after'>;
  readonly #memory = new MemoryStore();
  /** What the device was asked and has not answered in time. */
  readonly #unanswered = new Set<Promise<unknown>>();
  readonly #closed = new AbortController();

  constructor(device: JournalStore | null, environment: Pick<Environment, 'after'>) {
    this.#device = device;
    this.#environment = environment;
  }

  get keptOn(): KeptOn {
    return this.#usable === null ? 'memory' : 'device';
  }

  async load(attemptId: string): Promise<readonly StoredJournal[]> {
    const onDevice = await this.#asked('read', this.#device?.load(attemptId)).catch(() => undefined);
    const all = new MemoryStore();
    for (const { key, entries } of [...(onDevice ?? []), ...(await this.#memory.load(attemptId))]) {
      await all.append(key, entries);
    }
    return await all.load(attemptId);
  }

  append(key: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    return this.#keep(
      (device) => device.append(key, entries),
      () => this.#memory.append(key, entries),
    );
  }

  async deleteThrough(key: JournalKey, through: number): Promise<void> {
    await this.#memory.deleteThrough(key, through);
    // Also of a silent device: it does what it was asked in its order, and may still keep what is deleted here.
    await this.#asked('write', this.#device?.deleteThrough(key, through)).catch(() => {});
  }

  /** When the device fails, `from` stays on it beside the copy in memory: twice is better than lost. */
  replace(from: JournalKey, to: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    return this.#keep(
      (device) => device.replace(from, to, entries),
      () => this.#memory.replace(from, to, entries),
    );
  }

  close(): void {
    this.#closed.abort();
    this.#device?.close();
  }

  get #usable(): JournalStore | null {
    return this.#memory.isEmpty && this.#unanswered.size === 0 ? this.#device : null;
  }

  async #keep(
    onDevice: (device: JournalStore) => Promise<void>,
    inMemory: () => Promise<void>,
  ): Promise<void> {
    const device = this.#usable;
    if (device !== null) {
      try {
        await this.#asked('write', onDevice(device));
        return;
      } catch {
        // Full, silent or forbidden: below.
      }
    }
    await inMemory();
  }

  async #asked<T>(what: keyof typeof devicePatienceMs, work: Promise<T> | undefined): Promise<T | undefined> {
    if (work === undefined) return undefined;
    try {
      return await inTime(this.#environment, devicePatienceMs[what], work, this.#closed.signal);
    } catch (error) {
      if (error instanceof NoAnswer) {
        const answered = () => this.#unanswered.delete(work);
        this.#unanswered.add(work);
        work.then(answered, answered);
      }
      throw error;
    }
  }
}
