import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeOldBuilds, unfinishedFolder } from './oldBuilds.ts';

const noon = Date.UTC(2026, 10, 22, 12);
let dist: string;
beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'builds-'));
});
afterEach(() => rm(dist, { recursive: true, force: true }));

async function put(path: string, minutesAgo: number): Promise<string> {
  await mkdir(path);
  const at = new Date(noon - minutesAgo * 60_000);
  await utimes(path, at, at);
  return path;
}

it('[WEB-12] of the builds of other sources the two latest stay, and whatever another process is still building', async () => {
  const current = await put(join(dist, 'current'), 600);
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) await put(join(dist, name), index);
  await put(unfinishedFolder(dist, 1), 5);
  await put(unfinishedFolder(dist, 2), 90);
  await removeOldBuilds(dist, current, noon);
  expect((await readdir(dist)).toSorted()).toEqual(['.unfinished-1', 'a', 'b', 'current']);
});
