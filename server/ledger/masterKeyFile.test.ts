import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { existingMasterKeyIn, MasterKeyError, masterKeyIn } from './masterKeyFile.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'master-key-')), 'data');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

describe('[SEC-31] the master key of a server without one', () => {
  it('is made once, for its owner only', async () => {
    const key = await masterKeyIn(folder);
    expect(key).toHaveLength(32);
    expect((await stat(join(folder, 'master.key'))).mode & 0o777).toBe(0o600);
    expect(await masterKeyIn(folder)).toEqual(key);
  });

  it('is the same for processes that start together', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => masterKeyIn(folder)));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  });

  it('is not replaced when its file is damaged', async () => {
    await masterKeyIn(folder);
    await writeFile(join(folder, 'master.key'), 'short\n');
    await expect(masterKeyIn(folder)).rejects.toThrow('damaged');
    expect(await readFile(join(folder, 'master.key'), 'utf8')).toBe('short\n');
  });

  it('is not made anew where keys exist that it would not open', async () => {
    await mkdir(folder);
    await expect(existingMasterKeyIn(folder)).rejects.toThrow(/master\.key is missing/);
    expect(await readdir(folder)).toEqual([]);
    const key = await masterKeyIn(folder);
    expect(await existingMasterKeyIn(folder)).toEqual(key);
  });

  it('says so when its file cannot be read', async () => {
    await mkdir(join(folder, 'master.key'), { recursive: true });
    await expect(masterKeyIn(folder)).rejects.toThrow(MasterKeyError);
    await expect(masterKeyIn(folder)).rejects.toThrow(/master\.key cannot be read \(EISDIR\)/);
  });
});
