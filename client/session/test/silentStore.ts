import type { JournalStore, StoredJournal } from '../journalStore.ts';
import { MemoryStore } from '../stores/memory.ts';

/** A device that neither works nor refuses until it is woken; then it does what it was asked, in that order. */
export class SilentStore extends MemoryStore implements JournalStore {
  readonly #waking = Promise.withResolvers<void>();

  wake(): void {
    this.#waking.resolve();
  }

  override async load(attemptId: string): Promise<readonly StoredJournal[]> {
    await this.#waking.promise;
    return super.load(attemptId);
  }

  override async append(...args: Parameters<JournalStore['append']>): Promise<void> {
    await this.#waking.promise;
    await super.append(...args);
  }

  override async deleteThrough(...args: Parameters<JournalStore['deleteThrough']>): Promise<void> {
    await this.#waking.promise;
    await super.deleteThrough(...args);
  }

  override async replace(...args: Parameters<JournalStore['replace']>): Promise<void> {
    await this.#waking.promise;
    await super.replace(...args);
  }
}
