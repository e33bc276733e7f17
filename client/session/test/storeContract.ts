import { beforeEach, describe, expect, it } from 'vitest';
import type { JournalKey, JournalStore, NumberedEntry } from '../journalStore.ts';

/** What every journal store promises. `make` gives a store over the same place each time, until `reset`. */
export interface StoreUnderTest {
  readonly make: () => Promise<JournalStore>;
  readonly reset: () => Promise<void>;
  /** Whether a second store sees what the first has kept. */
  readonly isLasting: boolean;
}

const key = (epoch: number, deviceId = `device-${epoch}`, attemptId = 'attempt-1'): JournalKey => ({
  attemptId,
  epoch,
  deviceId,
});

const entries = (...numbers: readonly number[]): NumberedEntry[] =>
  numbers.map((n) => ({
    n,
    entry: { kind: 'answer', questionId: `q${n}`, value: { r: ['é\u2028'] }, marked: false, at: n },
  }));

export function storeContract(name: string, { make, reset, isLasting }: StoreUnderTest): void {
  describe(name, () => {
    let store: JournalStore;
    beforeEach(async () => {
      await reset();
      store = await make();
    });

    it('[CLI-9] keeps journals apart, by ascending epoch and number', async () => {
      await store.append(key(10), entries(1));
      await store.append(key(2), entries(1, 2));
      await store.append(key(2), entries(3));
      await store.append(key(2, 'other'), entries(7));
      await store.append(key(1, 'device-1', 'attempt-10'), entries(1));
      const kept = await store.load('attempt-1');
      expect(kept.map((journal) => journal.key.epoch)).toEqual([2, 2, 10]);
      const own = kept.find((journal) => journal.key.deviceId === 'device-2');
      expect(own).toEqual({ key: key(2), entries: entries(1, 2, 3) });
      expect(await store.load('attempt')).toEqual([]);
    });

    it('[CLI-9] forgets through a number, in that journal only', async () => {
      await store.append(key(1), entries(1, 2, 3));
      await store.append(key(2), entries(1, 2));
      await store.deleteThrough(key(1), 2);
      await store.deleteThrough(key(2), 2);
      expect(await store.load('attempt-1')).toEqual([{ key: key(1), entries: entries(3) }]);
    });

    it('[CLI-10] replaces one journal by another', async () => {
      await store.append(key(1), entries(4, 5));
      await store.replace(key(1), key(2), entries(1, 2));
      expect(await store.load('attempt-1')).toEqual([{ key: key(2), entries: entries(1, 2) }]);
    });

    it('[CLI-9] keeps an entry that is written again once', async () => {
      await store.append(key(1), entries(1, 2));
      await store.append(key(1), entries(2, 3));
      expect(await store.load('attempt-1')).toEqual([{ key: key(1), entries: entries(1, 2, 3) }]);
    });

    if (isLasting) {
      it('[CLI-9] has everything after it was closed and opened again', async () => {
        await store.append(key(1), entries(1, 2, 3));
        await store.deleteThrough(key(1), 1);
        await store.append(key(3), entries(1));
        store.close();
        const again = await make();
        expect(await again.load('attempt-1')).toEqual([
          { key: key(1), entries: entries(2, 3) },
          { key: key(3), entries: entries(1) },
        ]);
        again.close();
      });
    }
  });
}
