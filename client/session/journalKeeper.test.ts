import { describe, expect, it } from 'vitest';
import { JournalKeeper } from './journalKeeper.ts';
import type { JournalStore, NumberedEntry } from './journalStore.ts';
import { MemoryStore } from './stores/memory.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';
import { SilentStore } from './test/silentStore.ts';

const key = { attemptId: 'attempt-1', epoch: 1, deviceId: 'd' };
const entry = (n: number): NumberedEntry => ({ n, entry: { kind: 'observed', type: 'blur', at: n } });

const environment = new FakeEnvironment();

class FullStore extends MemoryStore implements JournalStore {
  isFull = true;

  override async append(...args: Parameters<JournalStore['append']>): Promise<void> {
    if (this.isFull) throw new Error('QuotaExceededError');
    await super.append(...args);
  }
}

describe('keeping a journal on a device that may be full', () => {
  it('[CLI-13] says where it keeps things', async () => {
    expect(new JournalKeeper(new MemoryStore(), environment).keptOn).toBe('device');
    expect(new JournalKeeper(null, environment).keptOn).toBe('memory');
  });

  it('[CLI-13] goes on in memory, and on the device again once memory is empty', async () => {
    const device = new FullStore();
    const keeper = new JournalKeeper(device, environment);
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
    const keeper = new JournalKeeper(device, environment);
    device.isFull = false;
    await keeper.append(key, [entry(1)]);
    device.isFull = true;
    await keeper.append(key, [entry(2)]);
    expect(await keeper.load('attempt-1')).toEqual([{ key, entries: [entry(1), entry(2)] }]);
  });

  it('[CLI-43] goes on in memory while the device does not answer, and on the device when it has caught up', async () => {
    const time = new FakeEnvironment();
    const device = new SilentStore();
    const keeper = new JournalKeeper(device, time);
    const kept = keeper.append(key, [entry(1)]);
    await time.until(() => keeper.keptOn === 'memory');
    await kept;
    await keeper.append(key, [entry(2)]);
    const loaded = keeper.load('attempt-1');
    await time.until(() => time.timers === 0);
    expect(await loaded).toEqual([{ key, entries: [entry(1), entry(2)] }]);
    const deleted = keeper.deleteThrough(key, 2);
    await time.until(() => time.timers === 0);
    await deleted;
    expect(keeper.keptOn).toBe('memory');
    device.wake();
    await time.until(() => keeper.keptOn === 'device');
    expect(await device.load('attempt-1')).toEqual([]);
    await keeper.append(key, [entry(3)]);
    expect(await device.load('attempt-1')).toEqual([{ key, entries: [entry(3)] }]);
    expect(time.timers).toBe(0);
  });
});
