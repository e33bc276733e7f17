import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { embeddedSettings } from './embeddedSettings.ts';
import {
  type Account,
  dataFolderArgument,
  findPrograms,
  lastLine,
  type Programs,
} from './postgresBinaries.ts';
import { StartError } from './startError.ts';

const majorVersion = '18';
const role = 'pariksha';
const database = 'pariksha';
const logName = 'pariksha.log';
const logLimitBytes = 10 * 1024 * 1024;

/** Every process that uses an embedded PostgreSQL holds this advisory lock shared, so that the last one stops it. */
const usersLock = 7_266_541;

export interface EmbeddedOptions {
  /** The folder for everything the installation keeps; PostgreSQL's part is `postgres` in it. */
  readonly dataDir: string;
  /** A fixed port. Without it a free one is chosen and kept for the next start as long as it stays free. */
  readonly port?: number;
  /** Replaces settings of the embedded PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Connection string of the database, password included. */
  readonly url: string;
  /** Process id of PostgreSQL itself. */
  readonly pid: number;
  /** Whether it was already running, left over from a process that was killed or shared with one that runs. */
  readonly adopted: boolean;
  /** Stops PostgreSQL unless another process uses it; returns when it is down. May be called twice. */
  stop(): Promise<void>;
}

interface Remembered {
  readonly password: string;
  readonly port: number;
}

interface Running {
  readonly pid: number;
  readonly port: number;
}

/**
 * Starts the PostgreSQL of this installation, or adopts it when it still runs, and makes sure that its database
 * exists. It listens on 127.0.0.1 only, survives this process, and needs neither a locale nor an account of that
 * name; as root it runs under an account of its own. Throws {@link StartError} with a sentence for a person.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const folder = join(dataDir, 'postgres');
  await makeWritable(dataDir);
  const programs = await findPrograms(folder);
  if (!(await isComplete(folder))) await initialise(programs, dataDir, folder);

  const remembered = await recall(folder);
  let running = await findRunning(folder, remembered);
  const adopted = running !== null;
  running ??= await launch(programs, folder, remembered, options);

  const url = connectionString(remembered.password, running.port);
  await createDatabaseIfMissing(connectionString(remembered.password, running.port, 'postgres'));
  const keeper = await holdUsersLock(url);
  return { url, pid: running.pid, adopted, stop: once(() => stopIfLast(programs, folder, url, keeper)) };
}

function connectionString(password: string, port: number, name = database): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${name}`;
}

// ------------------------------------------------------------------------------------------ the folder

async function makeWritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    const probe = await mkdtemp(join(dataDir, 'probe-'));
    await rm(probe, { recursive: true });
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${codeOf(error)}). ` +
        'Make it writable, or set PARIKSHA_DATA to another folder.',
    );
  }
}

/** False when there is none yet; throws when there is one that PostgreSQL 18 could not use. */
async function isComplete(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw new StartError(
      `The data folder ${folder} cannot be read (${codeOf(error)}). Start as the user it belongs to, or move it away.`,
    );
  });
  if (entries.length === 0) return false;
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() === majorVersion) return true;
  throw new StartError(
    version === ''
      ? `${folder} is not a complete PostgreSQL data folder. Move it away and start again; a new one will be made.`
      : `${folder} was made by PostgreSQL ${version.trim()}, and this is ${majorVersion}. Dump it with the old one, or move it away.`,
  );
}

/** Makes the cluster beside its place and moves it there when complete, so that no half-made one is ever found. */
async function initialise(programs: Programs, dataDir: string, folder: string): Promise<void> {
  await removeAbandoned(dataDir);
  const partial = join(dataDir, `postgres.new-${process.pid}`);
  const password = randomBytes(24).toString('base64url');
  await mkdir(partial, { mode: 0o700 });
  await give(partial, programs.account);
  try {
    await runInitdb(programs, partial, password);
    await writePrivate(
      join(partial, 'pariksha.json'),
      programs.account,
      JSON.stringify({ password, port: 0 }),
    );
    const configuration = join(partial, 'postgresql.conf');
    await writeFile(configuration, `${await readFile(configuration, 'utf8')}\ninclude 'pariksha.conf'\n`);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
    // Another process made it in the meantime: use that one.
  }
}

async function runInitdb(programs: Programs, partial: string, password: string): Promise<void> {
  // Not in the data folder, which initdb wants empty, nor beside it, where its account may not be able to reach it.
  const secretFolder = await mkdtemp(join(tmpdir(), 'pariksha-'));
  const secret = join(secretFolder, 'password');
  try {
    await give(secretFolder, programs.account);
    await writePrivate(secret, programs.account, `${password}\n`);
    const outcome = await programs.run('initdb', partial, [
      `--pgdata=${dataFolderArgument(programs.account, partial)}`,
      `--username=${role}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    if (outcome.code !== 0) {
      throw new StartError(
        `PostgreSQL could not make its data folder in ${dirname(partial)}: ${lastLine(outcome.output)}`,
      );
    }
  } finally {
    await rm(secretFolder, { recursive: true, force: true });
  }
}

async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const maker = /^postgres\.new-(\d+)$/.exec(name)?.[1];
    if (maker !== undefined && !isAlive(Number(maker))) await rm(join(dataDir, name), { recursive: true });
  }
}

async function recall(folder: string): Promise<Remembered> {
  const file = join(folder, 'pariksha.json');
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isRemembered(value)) return value;
  } catch {
    // Told below.
  }
  throw new StartError(
    `${file} is missing or damaged, and with it the password of the database. Bring it back, or move ${folder} away.`,
  );
}

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'password' in value &&
    typeof value.password === 'string' &&
    'port' in value &&
    typeof value.port === 'number'
  );
}

async function writePrivate(file: string, account: Account, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  await give(file, account);
}

async function give(path: string, { uid, gid }: Account): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

// ------------------------------------------------------------------------------------------ the process

/**
 * The PostgreSQL that already runs on this folder, once it answers; null when there is none. A pid file whose number
 * now belongs to something else (usual after a container restarts) is removed, because PostgreSQL would trust it.
 */
async function findRunning(folder: string, { password }: Remembered): Promise<Running | null> {
  const pidFile = join(folder, 'postmaster.pid');
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const [pid, , , port] = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
    if (!pid || !isAlive(Number(pid))) return null;
    if (!(await isPostgres(Number(pid)))) {
      await rm(pidFile, { force: true });
      return null;
    }
    const problem = port
      ? await tryToConnect(connectionString(password, Number(port), 'postgres'))
      : 'no port yet';
    if (problem === null) return { pid: Number(pid), port: Number(port) };
    if (Date.now() > giveUpAt) {
      throw new StartError(
        `A PostgreSQL (process ${pid}) holds ${folder} but cannot be used (${problem}). Stop that process and start again.`,
      );
    }
    await wait(100);
  }
}

async function launch(
  programs: Programs,
  folder: string,
  remembered: Remembered,
  options: EmbeddedOptions,
): Promise<Running> {
  const port = await choosePort(options.port, remembered.port);
  const { account } = programs;
  await writePrivate(join(folder, 'pariksha.json'), account, JSON.stringify({ ...remembered, port }));
  await writePrivate(join(folder, 'pariksha.conf'), account, embeddedSettings(port, options.settings));
  const log = join(folder, logName);
  await rotate(log);
  const before = await sizeOf(log);
  const outcome = await programs.run('pg_ctl', folder, [
    ...['start', '-w', '-t', '300', '-D', dataFolderArgument(account, folder), '-l', logName],
  ]);
  if (outcome.code === 0) {
    const pid = Number((await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    return { pid, port };
  }
  const started = await findRunning(folder, remembered);
  if (started !== null) return started;
  const said = (await readFile(log, 'utf8').catch(() => '')).slice(before);
  throw new StartError(
    `PostgreSQL does not start on ${folder}: ${lastComplaint(said) ?? lastLine(outcome.output)}. The log is ${log}`,
  );
}

async function choosePort(wanted: number | undefined, last: number): Promise<number> {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new StartError(`Port ${wanted} for PostgreSQL is taken. Choose another, or stop what uses it.`);
  }
  if (last !== 0 && (await isFree(last))) return last;
  return await freePort();
}

function isFree(port: number): Promise<boolean> {
  return freePort(port).then(
    () => true,
    () => false,
  );
}

/** A port on 127.0.0.1 that nobody listens on: the given one (rejects if taken), or any. */
function freePort(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

async function stopIfLast(programs: Programs, folder: string, url: string, keeper: pg.Client): Promise<void> {
  await keeper.end().catch(() => undefined);
  if (!(await isLastUser(url))) return;
  await programs.run('pg_ctl', folder, [
    ...['stop', '-w', '-t', '60', '-m', 'fast', '-D', dataFolderArgument(programs.account, folder)],
  ]);
}

// ------------------------------------------------------------------------------------------ connections

/** Null when a connection could be made, otherwise why not. */
async function tryToConnect(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabaseIfMissing(maintenanceUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } catch (error) {
    // Another process that starts on the same folder may just have made it.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error;
  } finally {
    await client.end();
  }
}

async function holdUsersLock(url: string): Promise<pg.Client> {
  const keeper = new pg.Client({
    connectionString: url,
    application_name: 'pariksha-keeper',
    keepAlive: true,
  });
  // When PostgreSQL goes away, whoever queries it will say so; this connection has nothing to add.
  keeper.on('error', () => undefined);
  await keeper.connect();
  await keeper.query('SELECT pg_advisory_lock_shared($1)', [usersLock]);
  return keeper;
}

/** True as well when PostgreSQL does not answer: then nobody uses it. */
async function isLastUser(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const result = await client.query('SELECT pg_try_advisory_lock($1) AS last', [usersLock]);
    return result.rows[0]?.last === true;
  } catch {
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

// ------------------------------------------------------------------------------------------ small things

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Off Linux there is no cheap way to know, and process numbers do not start anew in a container. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'postgres';
}

async function rotate(log: string): Promise<void> {
  if ((await sizeOf(log)) > logLimitBytes) await rename(log, `${log}.1`);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

function lastComplaint(log: string): string | undefined {
  return log
    .split('\n')
    .filter((line) => /\b(FATAL|PANIC|ERROR):/.test(line))
    .at(-1)
    ?.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
