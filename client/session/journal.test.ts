import { describe, expect, it } from 'vitest';
import { appendRequest } from '../../server/protocol/candidate.ts';
import type { Entry } from '../../server/protocol/entries.ts';
import { Journal } from './journal.ts';
import type { JournalStore } from './journalStore.ts';
import { MemoryStore } from './stores/memory.ts';

const key = { attemptId: 'attempt-1', epoch: 1, deviceId: 'd' };

const answer = (value: string): Entry => ({ kind: 'answer', questionId: 'q1', value, marked: false, at: 0 });

/** A store whose writes are done only when the test says so. */
class SlowStore extends MemoryStore implements JournalStore {
  readonly writes: number[][] = [];
  #finish: () => void = () => {};

  override async append(...[journal, entries]: Parameters<JournalStore['append']>): Promise<void> {
    this.writes.push(entries.map(({ n }) => n));
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    await super.append(journal, entries);
  }

  async finish(): Promise<void> {
    this.#finish();
    await new Promise(setImmediate);
  }
}

const numbers = (entries: readonly { readonly n: number }[]) => entries.map(({ n }) => n);

async function written(count: number, value: (n: number) => string = String): Promise<Journal> {
  const journal = new Journal(new MemoryStore(), key, 0, [], () => {});
  for (let n = 1; n <= count; n += 1) journal.write(answer(value(n)));
  await journal.stored();
  return journal;
}

describe('the journal', () => {
  it('[CLI-2] numbers entries 1, 2, 3… and goes on after those it was given', () => {
    const fresh = new Journal(new MemoryStore(), key, 0, [], () => {});
    expect([fresh.write(answer('a')), fresh.write(answer('b'))]).toEqual([1, 2]);
    const kept = [{ n: 4, entry: answer('d') }];
    const later = new Journal(new MemoryStore(), key, 3, kept, () => {});
    expect(later.write(answer('e'))).toBe(5);
    expect(numbers(later.pending)).toEqual([4, 5]);
  });

  it('[CLI-1] gives nothing to send before the store has it', async () => {
    const store = new SlowStore();
    let told = 0;
    const journal = new Journal(store, key, 0, [], () => {
      told += 1;
    });
    journal.write(answer('a'));
    await new Promise(setImmediate);
    journal.write(answer('b'));
    journal.write(answer('c'));
    expect(journal.batch()).toEqual([]);
    await store.finish();
    expect(numbers(journal.batch())).toEqual([1]);
    expect(store.writes).toEqual([[1], [2, 3]]);
    await store.finish();
    expect(numbers(journal.batch())).toEqual([1, 2, 3]);
    expect(told).toBe(2);
  });

  it('[CLI-3] fills a message with at most 100 entries and 28 KB, in order and without merging', async () => {
    expect(numbers((await written(250)).batch())).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    const long = await written(40, () => 'क'.repeat(1_000));
    const batch = long.batch();
    expect(batch.length).toBeGreaterThan(5);
    const bytes = Buffer.byteLength(JSON.stringify(batch.map(({ entry }) => entry)));
    expect(bytes).toBeLessThanOrEqual(28 * 1024);
    expect(Buffer.byteLength(JSON.stringify([...batch, long.pending[batch.length]]))).toBeGreaterThan(
      28 * 1024,
    );
    const request = { attemptId: 'a', epoch: 1, from: 1, entries: batch.map(({ entry }) => entry) };
    expect(appendRequest.safeParse(request).success).toBe(true);
  });

  it('[CLI-2] forgets in the store what is acknowledged, and can still send it again', async () => {
    const store = new MemoryStore();
    const journal = new Journal(store, key, 0, [], () => {});
    for (const value of ['a', 'b', 'c', 'd']) journal.write(answer(value));
    await journal.stored();
    expect(numbers(journal.acknowledge(3))).toEqual([1, 2, 3]);
    expect(numbers(journal.acknowledge(2))).toEqual([]);
    expect(numbers((await store.load('attempt-1'))[0]?.entries ?? [])).toEqual([4]);
    expect(numbers(journal.rewind(1) ?? [])).toEqual([2, 3]);
    expect(numbers(journal.batch())).toEqual([2, 3, 4]);
    expect(numbers((await store.load('attempt-1'))[0]?.entries ?? [])).toEqual([2, 3, 4]);
    expect(numbers(journal.rewind(7) ?? [])).toEqual([]);
  });

  it('[CLI-7] cannot go back behind what an earlier page has had acknowledged', () => {
    const journal = new Journal(new MemoryStore(), key, 5, [{ n: 6, entry: answer('f') }], () => {});
    expect(journal.rewind(3)).toBeNull();
    expect(numbers(journal.pending)).toEqual([6]);
  });

  it('[CLI-7] never takes an acknowledgement for more than it has given out', async () => {
    const journal = await written(3);
    journal.acknowledge(9);
    expect(journal.acknowledged).toBe(3);
    expect(journal.write(answer('next'))).toBe(4);
    expect(numbers(journal.pending)).toEqual([4]);
  });
});
