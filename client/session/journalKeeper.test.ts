import { describe, expect, it } from 'vitest';
import { JournalKeeper } from './journalKeeper.ts';
import type { JournalStore, NumberedEntry } from './journalStore.ts';
import { MemoryStore } from './stores/memory.ts';

const key = { attemptId: 'attempt-1', epoch: 1, deviceId: 'd' };
const entry = (n: number): NumberedEntry => ({ n, entry: { kind: 'observed', type: 'blur', at: n } });

class FullStore extends MemoryStore implements JournalStore {
  isFull = true;

  override async append(...args: Parameters<JournalStore['append']>): Promise<void> {
    if (this.isFull) throw new Error('QuotaExceededError');
    await super.append(...args);
  }
}

describe('keeping a journal on a device that may be full', () => {
  it('[CLI-13] says where it keeps things', async () => {
    expect(new JournalKeeper(new MemoryStore()).keptOn).toBe('device');
    expect(new JournalKeeper(null).keptOn).toBe('memory');
  });

  it('[CLI-13] goes on in memory, and on the device again once memory is empty', async () => {
    const device = new FullStore();
    const keeper = new JournalKeeper(device);
    await keeper.append(key, [entry(1)]);
    expect(keeper.keptOn).toBe('memory');
    device.isFull = false;
    await keeper.append(key, [entry(2)]);
    expect(await device.load('attempt-1')).toEqual([]);
    expect(await keeper.load('attempt-1')).toEqual([{ key, entries: [entry(1), entry(2)] }]);
    await keeper.deleteThrough(key, 2);
    expect(keeper.keptOn).toBe('device');
    await keeper.append(key, [entry(3)]);
    expect(await device.load('attempt-1')).toEqual([{ key, entries: [entry(3)] }]);
  });

  it('[CLI-13] shows what is on the device and in memory as one journal', async () => {
    const device = new FullStore();
    const keeper = new JournalKeeper(device);
    device.isFull = false;
    await keeper.append(key, [entry(1)]);
    device.isFull = true;
    await keeper.append(key, [entry(2)]);
    expect(await keeper.load('attempt-1')).toEqual([{ key, entries: [entry(1), entry(2)] }]);
  });
});
