import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { removeOldBuilds, unfinishedFolder } from './oldBuilds.ts';
import { StartError } from './startError.ts';

export interface BuildWebOptions {
  /** Told once, when there is something to wait for. */
  readonly log: (sentence: string) => void;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const web = join(root, 'client/web');
const dist = join(web, 'dist');

/** Everything the browser client is made of, and by. */
const sources = [
  'client/web',
  'client/session',
  'server/protocol',
  'server/main/buildWeb.ts',
  'package-lock.json',
];
const isSource = (path: string) =>
  !/(^|\/)(dist|test|cli|node_modules)(\/|$)/.test(path) && !/\.test\.tsx?$|\.md$/.test(path);

/**
 * The folder of the browser client as the sources stand now, built if it is not there yet. A folder is named after a
 * hash of the sources and appears only when it is complete, so an interrupted build leaves nothing that looks like one.
 * @throws {StartError} when it cannot be built
 */
export async function ensureWebBuilt({ log }: BuildWebOptions): Promise<string> {
  const folder = join(dist, await hashOf(sources));
  if (existsSync(folder)) return folder;
  log('Building the browser client …');
  try {
    await build(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`The browser client could not be built: ${why}. Run npm ci, then start again.`);
  }
  await removeOldBuilds(dist, folder, Date.now());
  return folder;
}

async function build(folder: string): Promise<void> {
  const { build: viteBuild } = await import('vite');
  const unfinished = unfinishedFolder(dist, process.pid);
  await inProduction(() =>
    viteBuild({
      configFile: join(web, 'vite.config.ts'),
      configLoader: 'native',
      logLevel: 'warn',
      build: { outDir: unfinished, emptyOutDir: true },
    }),
  );
  await compressAll(join(unfinished, 'assets'));
  await mkdir(dist, { recursive: true });
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Another process has built the same meanwhile.
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Where NODE_ENV says anything else (tests, a developer's shell) React would come in its form for developers, slow and large. */
async function inProduction(work: () => Promise<unknown>): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

const brotli = promisify(brotliCompress);
const compress = promisify(gzip);

/** Beside each text file its brotli and gzip form, so that no request waits for compression. */
async function compressAll(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const path = join(folder, name);
    const content = await readFile(path);
    await writeFile(`${path}.br`, await brotli(content));
    await writeFile(`${path}.gz`, await compress(content, { level: 9 }));
  }
}

/** Hash over the paths and contents of all files under these paths. */
async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(paths.map(filesUnder))).flat()) {
    hash.update(`${relative(root, path)}\0`);
    hash.update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesUnder(path: string): Promise<string[]> {
  const absolute = join(root, path);
  if ((await stat(absolute)).isFile()) return [absolute];
  const entries = await readdir(absolute, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => isSource(relative(root, file)))
    .toSorted();
}
