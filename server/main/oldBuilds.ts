import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Builds of other states of the sources that are kept, because a node that serves one may still be running. */
const keptBuilds = 2;
/** Whoever has been building for so long was killed. */
const longestBuildMs = 60 * 60_000;

/** Where a process puts its build together, beside those that are complete. */
export function unfinishedFolder(dist: string, processId: number): string {
  return join(dist, `.unfinished-${processId}`);
}

/** Removes what nobody serves any more. Others may be building, and removing, at the same time. `now`: epoch ms. */
export async function removeOldBuilds(dist: string, current: string, now: number): Promise<void> {
  const builds = await Promise.all((await readdir(dist)).map((name) => buildAt(join(dist, name))));
  const others = builds
    .filter((build) => build !== null)
    .filter(({ path }) => path !== current)
    .sort((a, b) => b.changedAt - a.changedAt);
  const complete = others.filter(({ path }) => !isUnfinished(path));
  const abandoned = others.filter(
    ({ path, changedAt }) => isUnfinished(path) && now - changedAt > longestBuildMs,
  );
  for (const { path } of [...complete.slice(keptBuilds), ...abandoned]) {
    await rm(path, { recursive: true, force: true });
  }
}

/** `null` when it is gone meanwhile. */
async function buildAt(path: string): Promise<{ path: string; changedAt: number } | null> {
  try {
    return { path, changedAt: (await stat(path)).mtimeMs };
  } catch {
    return null;
  }
}

function isUnfinished(path: string): boolean {
  return basename(path).startsWith('.unfinished-');
}
