import type { JournalKey, JournalStore, NumberedEntry, StoredJournal } from './journalStore.ts';
import { MemoryStore } from './stores/memory.ts';

/** Where unacknowledged entries are: `memory` is gone when the page is. */
export type KeptOn = 'device' | 'memory';

/**
 * A store that never fails: what the device cannot keep (storage full, or forbidden: `device` null) stays in memory
 * until it is acknowledged, and `keptOn` says so. The device is tried again once memory is empty, and not before:
 * otherwise a journal would come back from the device with a hole in it.
 */
export class JournalKeeper implements JournalStore {
  readonly #device: JournalStore | null;
  readonly #memory = new MemoryStore();

  constructor(device: JournalStore | null) {
    this.#device = device;
  }

  get keptOn(): KeptOn {
    return this.#device !== null && this.#memory.isEmpty ? 'device' : 'memory';
  }

  async load(attemptId: string): Promise<readonly StoredJournal[]> {
    const onDevice = (await this.#device?.load(attemptId).catch(() => [])) ?? [];
    const all = new MemoryStore();
    for (const { key, entries } of [...onDevice, ...(await this.#memory.load(attemptId))]) {
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
    await this.#device?.deleteThrough(key, through).catch(() => {});
  }

  /** When the device fails, `from` stays on it beside the copy in memory: twice is better than lost. */
  replace(from: JournalKey, to: JournalKey, entries: readonly NumberedEntry[]): Promise<void> {
    return this.#keep(
      (device) => device.replace(from, to, entries),
      () => this.#memory.replace(from, to, entries),
    );
  }

  close(): void {
    this.#device?.close();
  }

  async #keep(
    onDevice: (device: JournalStore) => Promise<void>,
    inMemory: () => Promise<void>,
  ): Promise<void> {
    if (this.#device !== null && this.#memory.isEmpty) {
      try {
        return await onDevice(this.#device);
      } catch {
        // Full or forbidden: below.
      }
    }
    await inMemory();
  }
}
