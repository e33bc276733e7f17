import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeRunFolder } from './runFolder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pariksha-folder-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it('[BEN-23] the folder of a run that was killed goes when the next one begins, and no other', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const [abandoned, inUse, others] = [
    `pariksha-bench-${dead}-a`,
    `pariksha-bench-${process.ppid}-b`,
    'other',
  ].map((name) => join(folder, name));
  for (const each of [abandoned!, inUse!, others!]) {
    mkdirSync(each);
    writeFileSync(join(each, 'records'), 'x');
  }
  const own = await makeRunFolder();
  expect([own, inUse!, others!].every(existsSync)).toBe(true);
  expect(existsSync(abandoned!)).toBe(false);
});
