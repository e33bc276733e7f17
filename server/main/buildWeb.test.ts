import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ensureWebBuilt } from './buildWeb.ts';

it('[WEB-12] the client is built once for each state of its sources, whole, with hashed names', async () => {
  const folder = await ensureWebBuilt({ log: () => undefined });
  const told: string[] = [];
  expect(await ensureWebBuilt({ log: (sentence) => told.push(sentence) })).toBe(folder);
  expect(told).toEqual([]);
  expect((await readdir(dirname(folder))).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(basename(folder)).toMatch(/^[0-9a-f]{16}$/);

  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/"\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(2);
  for (const path of named) {
    expect(path).toMatch(/-[\w-]{8}\.(js|css|svg)$/);
    await readFile(join(folder, path));
  }
  // The page's Content-Security-Policy allows neither scripts nor styles within it.
  expect(page).not.toMatch(/<script(?![^>]*src=)|<style|style=|onclick/);
});
