import { setImmediate as turns } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { GroupCommit, type GroupCommitOptions } from './groupCommit.ts';

/** A database that answers when it is told to. */
class Stage {
  readonly batches: string[][] = [];
  readonly #answers: { resolve: (results: readonly string[]) => void; reject: (error: Error) => void }[] = [];
  #arrived: (() => void)[] = [];

  readonly write = (rows: readonly string[]): Promise<readonly string[]> => {
    this.batches.push([...rows]);
    for (const tell of this.#arrived.splice(0)) tell();
    return new Promise((resolve, reject) => {
      this.#answers.push({ resolve, reject });
    });
  };

  /** Once so many batches have come. */
  async arrived(count: number): Promise<void> {
    while (this.batches.length < count) {
      await new Promise<void>((resolve) => {
        this.#arrived.push(resolve);
      });
    }
  }

  answer(index: number): void {
    this.#answers[index]?.resolve((this.batches[index] ?? []).map((row) => `${row} written`));
  }

  fail(index: number): void {
    this.#answers[index]?.reject(new Error('The connection is gone.'));
  }

  shorten(index: number): void {
    this.#answers[index]?.resolve([]);
  }
}

function groupOn(stage: Stage, more: Partial<GroupCommitOptions<string, string>> = {}) {
  return new GroupCommit<string, string>({
    write: stage.write,
    lanes: 1,
    maxRows: 3,
    maxBytes: 1_000,
    maxQueued: 10,
    sizeOf: (row) => row.length,
    compare: (a, b) => (a < b ? -1 : 1),
    whenFull: () => 'busy',
    ...more,
  });
}

describe('[LOG-8] group commit', () => {
  it('sends what came in one turn together, sorted, and gives each its own result', async () => {
    const stage = new Stage();
    const group = groupOn(stage);
    const results = ['c', 'a', 'b'].map((row) => group.submit(row));
    await stage.arrived(1);
    expect(stage.batches).toEqual([['a', 'b', 'c']]);
    stage.answer(0);
    expect(await Promise.all(results)).toEqual(['c written', 'a written', 'b written']);
  });

  it('gathers while a batch is away, and sends at most so many rows', async () => {
    const stage = new Stage();
    const group = groupOn(stage);
    const first = group.submit('a');
    await stage.arrived(1);
    const others = ['b', 'c', 'd', 'e'].map((row) => group.submit(row));
    expect(stage.batches).toHaveLength(1);
    stage.answer(0);
    await stage.arrived(2);
    expect(stage.batches).toEqual([['a'], ['b', 'c', 'd']]);
    stage.answer(1);
    await stage.arrived(3);
    stage.answer(2);
    expect(await Promise.all([first, ...others])).toHaveLength(5);
    expect(stage.batches[2]).toEqual(['e']);
  });

  it('sends at most so many bytes, but always one row', async () => {
    const stage = new Stage();
    const group = groupOn(stage, { maxBytes: 5 });
    void ['long row', 'ab', 'cd', 'ef'].map((row) => group.submit(row));
    await stage.arrived(1);
    stage.answer(0);
    await stage.arrived(2);
    expect(stage.batches).toEqual([['long row'], ['ab', 'cd']]);
  });

  it('has as many batches away as it has lanes', async () => {
    const stage = new Stage();
    const group = groupOn(stage, { lanes: 2, maxRows: 1 });
    const results = ['a', 'b', 'c'].map((row) => group.submit(row));
    await stage.arrived(2);
    expect(stage.batches).toEqual([['a'], ['b']]);
    stage.answer(1);
    await stage.arrived(3);
    stage.answer(2);
    stage.answer(0);
    expect(await Promise.all(results)).toEqual(['a written', 'b written', 'c written']);
  });

  it('uses a further lane only for enough rows', async () => {
    const stage = new Stage();
    const group = groupOn(stage, { lanes: 2, gather: { rows: 3, maxMs: 60_000 } });
    const first = group.submit('a');
    await stage.arrived(1);
    const few = ['b', 'c'].map((row) => group.submit(row));
    await turns();
    expect(stage.batches).toEqual([['a']]);
    const more = ['d', 'e'].map((row) => group.submit(row));
    await stage.arrived(2);
    expect(stage.batches).toEqual([['a'], ['b', 'c', 'd']]);
    stage.answer(0);
    stage.answer(1);
    await stage.arrived(3);
    stage.answer(2);
    await Promise.all([first, ...few, ...more]);
    await group.drained();
  });

  it('uses a further lane for a few rows when the batch that is away stays away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const stage = new Stage();
      const group = groupOn(stage, { lanes: 2, gather: { rows: 3, maxMs: 10 } });
      const first = group.submit('a');
      await stage.arrived(1);
      const second = group.submit('b');
      await turns();
      vi.advanceTimersByTime(10);
      expect(stage.batches).toEqual([['a'], ['b']]);
      stage.answer(1);
      expect(await second).toBe('b written');
      stage.answer(0);
      await first;
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('fails the rows of a batch that failed, and goes on', async () => {
    const stage = new Stage();
    const group = groupOn(stage, { maxRows: 1 });
    const [first, second, third] = ['a', 'b', 'c'].map((row) => group.submit(row));
    await stage.arrived(1);
    stage.fail(0);
    await expect(first).rejects.toThrow('The connection is gone.');
    await stage.arrived(2);
    stage.shorten(1);
    await expect(second).rejects.toThrow('fewer results than rows');
    await stage.arrived(3);
    stage.answer(2);
    expect(await third).toBe('c written');
  });

  it('is drained when nothing waits and nothing is away', async () => {
    const stage = new Stage();
    const group = groupOn(stage, { maxRows: 1 });
    await group.drained();
    const results = ['a', 'b'].map((row) => group.submit(row));
    let drained = false;
    const draining = group.drained().then(() => {
      drained = true;
    });
    await stage.arrived(1);
    stage.answer(0);
    await stage.arrived(2);
    expect(drained).toBe(false);
    stage.answer(1);
    await draining;
    expect(await Promise.all(results)).toEqual(['a written', 'b written']);
  });
});

it('[LOG-9] group commit answers at once when too many rows wait', async () => {
  const stage = new Stage();
  const group = groupOn(stage, { maxQueued: 2 });
  const results = ['a', 'b', 'c'].map((row) => group.submit(row));
  expect(await results[2]).toBe('busy');
  expect(group.queued).toBe(2);
  await stage.arrived(1);
  expect(stage.batches).toEqual([['a', 'b']]);
  expect(group.queued).toBe(0);
  stage.answer(0);
  expect(await Promise.all(results.slice(0, 2))).toEqual(['a written', 'b written']);
});

it('[LOG-9] group commit answers what has waited too long instead of sending it', async () => {
  const stage = new Stage();
  let now = 0;
  const patience = { maxMs: 100, whenOld: () => 'too old', elapsed: () => now };
  const group = groupOn(stage, { patience });
  const first = group.submit('first');
  await stage.arrived(1);
  const old = group.submit('old');
  now = 101;
  const young = group.submit('young');
  stage.answer(0);
  expect(await old).toBe('too old');
  await stage.arrived(2);
  expect(stage.batches[1]).toEqual(['young']);
  stage.answer(1);
  await Promise.all([first, young]);
});
