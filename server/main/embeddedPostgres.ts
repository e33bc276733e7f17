import { readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import {
  codeOf,
  embeddedRole,
  initialise,
  isAlive,
  isComplete,
  lastPort,
  makeWritable,
  readPassword,
  writeSettings,
} from './embeddedFolder.ts';
import { embeddedSettings } from './embeddedSettings.ts';
import { complaintIn, dataFolderArgument, findPrograms, type Programs } from './postgresBinaries.ts';
import { StartError } from './startError.ts';

const database = embeddedRole;
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

interface Running {
  readonly pid: number;
  readonly port: number;
}

/** One PostgreSQL folder and what is needed to work with it. */
interface Cluster {
  readonly folder: string;
  readonly programs: Programs;
  readonly password: string;
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
  const complete = await isComplete(folder);
  const programs = await findPrograms(folder);
  if (!complete) await initialise(programs, folder);

  const cluster = { folder, programs, password: await readPassword(folder) };
  const found = await findRunning(cluster);
  const { pid, port } = found ?? (await launch(cluster, options));
  await prepareDatabases(connectionString(cluster, port, 'postgres'));
  const url = connectionString(cluster, port);
  const keeper = await holdUsersLock(url);
  return { url, pid, adopted: found !== null, stop: once(() => stopIfLast(cluster, url, keeper)) };
}

function connectionString({ password }: Cluster, port: number, name = database): string {
  return `postgresql://${embeddedRole}:${password}@127.0.0.1:${port}/${name}`;
}

// ------------------------------------------------------------------------------------------ the process

/**
 * The PostgreSQL that already runs on this folder, once it answers; null when there is none. A pid file whose number
 * now belongs to something else (usual after a container restarts) is removed, because PostgreSQL would trust it.
 */
async function findRunning(cluster: Cluster): Promise<Running | null> {
  const pidFile = join(cluster.folder, 'postmaster.pid');
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const [pid, , , port] = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
    if (!pid || !isAlive(Number(pid))) return null;
    if (!(await isPostgres(Number(pid)))) {
      await rm(pidFile, { force: true });
      return null;
    }
    const problem = port
      ? await tryToConnect(connectionString(cluster, Number(port), 'postgres'))
      : 'it has no port yet';
    if (problem === null) return { pid: Number(pid), port: Number(port) };
    if (Date.now() > giveUpAt) {
      throw new StartError(
        `A PostgreSQL (process ${pid}) holds ${cluster.folder} but cannot be used: ${problem}. Stop that process and start again.`,
      );
    }
    await wait(100);
  }
}

async function launch(cluster: Cluster, options: EmbeddedOptions): Promise<Running> {
  const { folder, programs } = cluster;
  const port = await choosePort(options.port, await lastPort(folder));
  await writeSettings(folder, programs.account, embeddedSettings(port, options.settings));
  const log = join(folder, logName);
  await rotate(log);

  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const before = await sizeOf(log);
    const outcome = await control(cluster, ['start', '-w', '-t', '300', '-l', logName]);
    const running = await findRunning(cluster);
    if (running !== null) return running;
    const said = (await readFile(log, 'utf8').catch(() => '')).slice(before);
    const complaint = complaintIn(said === '' ? outcome.output : said);
    // Sessions of a PostgreSQL that was killed may outlive it for a moment.
    const lingering = complaint.includes('pre-existing shared memory block');
    if (!lingering || Date.now() > giveUpAt) {
      throw new StartError(`PostgreSQL does not start on ${folder}: ${complaint}. Its log is ${log}`);
    }
    await wait(100);
  }
}

function control({ folder, programs }: Cluster, args: readonly string[]) {
  return programs.run('pg_ctl', folder, [...args, '-D', dataFolderArgument(programs.account, folder)]);
}

async function stopIfLast(cluster: Cluster, url: string, keeper: pg.Client): Promise<void> {
  await keeper.end().catch(() => undefined);
  if (!(await isLastUser(url))) return;
  const outcome = await control(cluster, ['stop', '-w', '-t', '60', '-m', 'fast']);
  const wasDown = outcome.output.includes('PID file');
  if (outcome.code !== 0 && !wasDown) {
    throw new Error(`PostgreSQL on ${cluster.folder} does not stop: ${complaintIn(outcome.output)}`);
  }
}

async function choosePort(wanted: number | undefined, last: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new StartError(`Port ${wanted} for PostgreSQL is taken. Choose another, or stop what uses it.`);
  }
  if (last !== undefined && (await isFree(last))) return last;
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

// ------------------------------------------------------------------------------------------ connections

/** Null when a connection could be made, otherwise why not. */
async function tryToConnect(url: string): Promise<string | null> {
  try {
    await withClient(url, () => Promise.resolve());
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Our database, and beside it, for the whole PostgreSQL, the statistics of statements. */
async function prepareDatabases(maintenanceUrl: string): Promise<void> {
  await withClient(maintenanceUrl, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  }).catch((error: unknown) => {
    // Another process that starts on the same folder may just have made them.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error;
  });
}

/** True as well when PostgreSQL does not answer: then nobody uses it. */
function isLastUser(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const result = await client.query('SELECT pg_try_advisory_lock($1) AS last', [usersLock]);
    return result.rows[0]?.last === true;
  }).catch(() => true);
}

async function holdUsersLock(url: string): Promise<pg.Client> {
  const keeper = newClient(url);
  await keeper.connect();
  await keeper.query('SELECT pg_advisory_lock_shared($1)', [usersLock]);
  return keeper;
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient(url);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function newClient(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'pariksha-embedded',
    keepAlive: true,
  });
  // When PostgreSQL goes away, whoever queries it will say so; these connections have nothing to add.
  client.on('error', () => undefined);
  return client;
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
