import { appendFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storeContract } from '../test/storeContract.ts';
import { FileStore } from './file.ts';
import { IndexedDbStore } from './indexedDb.ts';
import { MemoryStore } from './memory.ts';

storeContract('[CLI-9] in memory', {
  make: async () => new MemoryStore(),
  reset: async () => {},
  isLasting: false,
});

let factory = new IDBFactory();
vi.stubGlobal('IDBKeyRange', IDBKeyRange);
storeContract('[CLI-9] in IndexedDB', {
  make: () => IndexedDbStore.open(factory),
  reset: async () => {
    factory = new IDBFactory();
  },
  isLasting: true,
});

describe('a journal in IndexedDB', () => {
  it('[CLI-9] asks for each change to be on the disk before it counts as kept, so that a power cut takes none', async () => {
    const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const store = await IndexedDbStore.open(new IDBFactory());
    const key = { attemptId: 'a', epoch: 1, deviceId: 'd' };
    const entries = [{ n: 1, entry: { kind: 'observed', type: 'blur', at: 1 } }] as const;
    await store.append(key, entries);
    await store.replace(key, { ...key, epoch: 2 }, entries);
    store.close();
    const writes = transactions.mock.calls.filter(([, mode]) => mode === 'readwrite');
    expect(writes.map(([, , options]) => options)).toEqual([
      { durability: 'strict' },
      { durability: 'strict' },
    ]);
    transactions.mockRestore();
  });
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pariksha-journal-'));
});
afterAll(() => rm(folder, { recursive: true }));

storeContract('[CLI-9] in files', {
  make: async () => new FileStore(join(folder, 'contract')),
  reset: () => rm(join(folder, 'contract'), { recursive: true, force: true }),
  isLasting: true,
});

describe('a journal in a file', () => {
  const key = { attemptId: '../odd/id', epoch: 1, deviceId: 'd' };
  const entry = { kind: 'observed', type: 'blur', at: 1 } as const;

  it('[CLI-24] passes over a line that a crash has torn, and writes on behind it', async () => {
    const place = join(folder, 'torn');
    const store = new FileStore(place);
    await store.append(key, [{ n: 1, entry }]);
    store.close();
    const [file = ''] = await readdir(place);
    await appendFile(join(place, file), '{"op":"append","key":{"attem');
    const again = new FileStore(place);
    await again.append(key, [{ n: 2, entry }]);
    again.close();
    const last = new FileStore(place);
    expect(await last.load(key.attemptId)).toEqual([
      {
        key,
        entries: [
          { n: 1, entry },
          { n: 2, entry },
        ],
      },
    ]);
    last.close();
  });

  it('[CLI-24] stays in its folder and shrinks to what is alive when it is opened', async () => {
    const place = join(folder, 'small');
    const store = new FileStore(place);
    for (let n = 1; n <= 20; n += 1) await store.append(key, [{ n, entry }]);
    await store.deleteThrough(key, 19);
    store.close();
    const again = new FileStore(place);
    await again.load(key.attemptId);
    again.close();
    const files = await readdir(place);
    expect(files).toHaveLength(1);
    const lines = (await readFile(join(place, files[0] ?? ''), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1);
  });

  it('[CLI-13] says so when it cannot write', async () => {
    const place = join(folder, 'file-in-the-way');
    await mkdir(folder, { recursive: true });
    await appendFile(place, 'not a folder');
    await expect(new FileStore(place).append(key, [{ n: 1, entry }])).rejects.toThrow();
  });
});
