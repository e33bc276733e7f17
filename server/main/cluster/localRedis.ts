import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { freePort } from '../freePort.ts';
import { StartError } from '../startError.ts';
import type { Child } from './keeper.ts';

const leash = fileURLToPath(new URL('./leash.ts', import.meta.url));

/** How often it is asked whether it answers yet, ms; and how many times. */
const lookEveryMs = 50;
const looks = 200;

/** A Redis of this machine's own, for the nodes of this machine. It keeps nothing: all it holds can be lost. */
export interface LocalRedis {
  /** With its password. */
  readonly url: string;
  readonly port: number;
  /** Starts it, on the same port each time. It ends with this process, also when that is killed. */
  launch(): Child;
}

/** @throws StartError when there is no Redis on this machine. */
export async function prepareRedis(dataFolder: string): Promise<LocalRedis> {
  const program = await findProgram();
  const folder = join(dataFolder, 'redis');
  const port = await freePort();
  const password = randomBytes(24).toString('hex');
  const settingsFile = join(folder, 'redis.conf');
  const log = join(folder, 'redis.log');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(log, { force: true });
  await writeFile(settingsFile, settingsOf(port, password, folder, log), { mode: 0o600 });
  const url = `redis://:${password}@127.0.0.1:${port}`;
  return {
    url,
    port,
    launch() {
      // In a process group of its own: Ctrl-C is for the launcher, which ends it last.
      const child = spawn(process.execPath, [leash, program, settingsFile], {
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
      });
      return childOf(child, url, log);
    },
  };
}

function settingsOf(port: number, password: string, folder: string, log: string): string {
  const settings = {
    bind: '127.0.0.1',
    port,
    requirepass: password,
    save: '""',
    appendonly: 'no',
    dir: JSON.stringify(folder),
    logfile: JSON.stringify(log),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return `# Written at every start.\n${lines.join('\n')}\n`;
}

function childOf(child: ChildProcess, url: string, log: string): Child {
  // A pipe whose reader has ended is no news: its end is.
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const failed = ended.then(async () => {
    const said = await readFile(log, 'utf8').catch(() => '');
    const last = said.trim().split('\n').at(-1) || 'it says nothing';
    throw new StartError(`Redis does not start: ${last}`);
  });
  return {
    pid: child.pid ?? 0,
    ready: Promise.race([answers(url), failed]),
    ended,
    signal: (signal) => void child.kill(signal),
  };
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, {
    maxRetriesPerRequest: looks,
    retryStrategy: (times) => (times > looks ? null : lookEveryMs),
  });
  // Until it is up every try is an error; the ping says when it is.
  client.on('error', () => undefined);
  try {
    await client.ping();
  } finally {
    client.disconnect();
  }
}

async function findProgram(): Promise<string> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'redis-server');
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== '' && isThere) return path;
  }
  throw new StartError(
    'The nodes of a cluster talk through Redis, and there is none on this machine. Install it (Debian, Ubuntu: ' +
      'apt-get install -y redis-server; macOS: brew install redis), or name one that runs in REDIS_URL.',
  );
}
