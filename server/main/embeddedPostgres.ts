import { readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import {
  isLastUser,
  prepareDatabases,
  type Refusal,
  takeShare,
  tryToConnect,
} from './embeddedConnections.ts';
import {
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
import { freePort } from './freePort.ts';
import { complaintIn, dataFolderArgument, findPrograms, type Programs } from './postgresBinaries.ts';
import { damaged, isDamage } from './sentences.ts';
import { StartError } from './startError.ts';
import { holdAlways, holdOnce, type UsersLock } from './usersLock.ts';

const logName = 'pariksha.log';
const logLimitBytes = 10 * 1024 * 1024;

export interface EmbeddedOptions {
  /** The folder for everything the installation keeps; PostgreSQL's part is `postgres` in it. */
  readonly dataDir: string;
  /** A fixed port. Without it a free one is chosen and kept for the next start as long as it stays free. */
  readonly port?: number;
  /** Replaces settings of the embedded PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * When given, PostgreSQL is launched again, on the same port, whenever it ends before `stop` is called, and this
   * hears a sentence about it. Without it, whoever starts PostgreSQL also looks after it.
   */
  readonly onRevival?: (sentence: string) => void;
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
  const { found, launched } = await findOrLaunch(cluster, options);
  try {
    return await use(cluster, found, !launched, options);
  } catch (error) {
    if (launched) await shutDown(cluster);
    throw isDamage(error) ? damaged(folder, error) : error;
  }
}

async function use(
  cluster: Cluster,
  running: Running,
  adopted: boolean,
  { onRevival, ...options }: EmbeddedOptions,
): Promise<EmbeddedPostgres> {
  const { port } = running;
  await prepareDatabases(connectionString(cluster, port, 'postgres'));
  const url = connectionString(cluster, port);
  let { pid } = running;
  const revive = async (say: (sentence: string) => void) => {
    const { found, launched } = await findOrLaunch(cluster, { ...options, port });
    if (found.port !== port) {
      throw new StartError(
        `PostgreSQL now runs on port ${found.port} instead of ${port}. Stop this program and start it again.`,
      );
    }
    const share = await takeShare(url);
    if (launched) say(`PostgreSQL had ended while it was in use (process ${pid}); it was started again.`);
    pid = found.pid;
    return share;
  };
  const share = await takeShare(url);
  const lock =
    onRevival === undefined ? holdOnce(share) : holdAlways(share, () => revive(onRevival), onRevival);
  return {
    url,
    get pid() {
      return pid;
    },
    adopted,
    stop: once(() => stopIfLast(cluster, url, lock)),
  };
}

function connectionString({ password }: Cluster, port: number, name = embeddedRole): string {
  return `postgresql://${embeddedRole}:${password}@127.0.0.1:${port}/${name}`;
}

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
      : noPortYet;
    if (problem === null) return { pid: Number(pid), port: Number(port) };
    if (!problem.passing) throw refused(cluster.folder, problem);
    if (Date.now() > giveUpAt) {
      throw new StartError(
        `A PostgreSQL (process ${pid}) holds ${cluster.folder} but cannot be used: ${problem.reason}. Stop that process and start again.`,
      );
    }
    await wait(100);
  }
}

const noPortYet: Refusal = { reason: 'it has no port yet', code: '', passing: true };

/** PostgreSQL runs and will not let us in, however often we ask. */
function refused(folder: string, { reason, code }: Refusal): StartError {
  if (code.startsWith('28')) {
    return new StartError(
      `The database does not accept the password in ${join(folder, 'pariksha.password')} (${reason}). ` +
        'Bring back the file that was made with this folder.',
    );
  }
  return damaged(folder, reason);
}

async function findOrLaunch(
  cluster: Cluster,
  options: EmbeddedOptions,
): Promise<{ found: Running; launched: boolean }> {
  const found = await findRunning(cluster);
  if (found !== null) return { found, launched: false };
  return { found: await launch(cluster, options), launched: true };
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
    const running = await findRunning(cluster).catch(async (error: unknown) => {
      if (outcome.code === 0) await shutDown(cluster);
      throw error;
    });
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

async function stopIfLast(cluster: Cluster, url: string, lock: UsersLock): Promise<void> {
  await lock.release();
  if (await isLastUser(url)) await shutDown(cluster);
}

async function shutDown(cluster: Cluster): Promise<void> {
  const outcome = await control(cluster, ['stop', '-w', '-t', '60', '-m', 'fast']);
  // One that was killed is down as well, though pg_ctl complains of the pid file it left.
  if (outcome.code !== 0 && !(await isDown(cluster.folder))) {
    throw new Error(`PostgreSQL on ${cluster.folder} does not stop: ${complaintIn(outcome.output)}`);
  }
}

async function isDown(folder: string): Promise<boolean> {
  const pid = Number.parseInt(await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => ''), 10);
  return Number.isNaN(pid) || !isAlive(pid);
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

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
