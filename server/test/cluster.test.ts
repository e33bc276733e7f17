import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterKeyIn } from '../ledger/masterKeyFile.ts';
import { startEmbedded } from '../main/embeddedPostgres.ts';
import { freePort } from '../main/freePort.ts';
import { createTestDatabase } from './database.ts';
import { endAll, isAlive, type Launched, launch } from './processes/launch.ts';
import { makeSitters } from './sitters.ts';
import { until } from './until.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), `pariksha-test-${process.pid}-cluster-`));
});

afterEach(async () => {
  endAll();
  await rm(folder, { recursive: true });
});

interface LaunchedCluster extends Launched {
  readonly url: string;
  /** Process ids of the nodes as they were first started. */
  readonly nodes: readonly number[];
}

async function launchCluster(count: number): Promise<LaunchedCluster> {
  const port = await freePort();
  const cluster = launch('startCluster', { PARIKSHA_DATA: folder, HOST: '127.0.0.1' }, [
    '--nodes',
    `${count}`,
    '--port',
    `${port}`,
  ]);
  await cluster.says(/Ctrl-C stops everything/);
  const nodes = [...cluster.printed().matchAll(/node \d+ {2}process (\d+)/g)].map(([, pid]) => Number(pid));
  return { ...cluster, url: `http://localhost:${port}`, nodes };
}

/** Which of the nodes took this connection: no two were started in the same hundredth of a second. */
async function nodeBehind(url: string): Promise<string | undefined> {
  const response = await fetch(`${url}/metrics`, { headers: { connection: 'close' } });
  return /^process_start_time_seconds (\S+)$/m.exec(await response.text())?.[1];
}

/** False when the connection was ended without an answer. */
function isAnswered(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { headers: { connection: 'close' } }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Resolves when so many of them have. */
function firstOf(all: readonly Promise<unknown>[], count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = count;
  for (const each of all) {
    void each.then(() => {
      left -= 1;
      if (left === 0) resolve();
    });
  }
  return promise;
}

const gone = (pids: readonly number[]) => until(() => !pids.some(isAlive));

/** The local Redis has no file that says that it runs; its port does. */
async function redisIsGone(): Promise<void> {
  const settings = await readFile(join(folder, 'redis', 'redis.conf'), 'utf8');
  const port = Number(/^port (\d+)$/m.exec(settings)?.[1]);
  await until(async () => (await freePort(port).catch(() => 0)) === port);
}

async function postgresIsGone(): Promise<void> {
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  await until(async () => (await stat(pidFile).catch(() => null)) === null);
}

describe('a cluster on one machine', { timeout: 240_000 }, () => {
  it('[OPS-33, OPS-34, OPS-35, OPS-36, OPS-44, ACK-1] loses nothing while a node is killed and all are restarted under load', async () => {
    const cluster = await launchCluster(2);
    expect(cluster.nodes).toHaveLength(2);
    const behind = await Promise.all(Array.from({ length: 6 }, () => nodeBehind(cluster.url)));
    expect(new Set(behind).size).toBe(2);

    const postgres = await startEmbedded({ dataDir: folder });
    const sitters = await makeSitters({
      databaseUrl: postgres.url,
      masterKey: await masterKeyIn(folder),
      issuer: cluster.url,
      candidates: 12,
    });
    try {
      sitters.sitAt(cluster.url);
      await sitters.acknowledged(300);
      process.kill(cluster.nodes[1]!, 'SIGSTOP');
      const knocks = Array.from({ length: 3 }, () => isAnswered(cluster.url));
      await firstOf(knocks, 2);
      process.kill(cluster.nodes[1]!, 'SIGKILL');
      // Two were answered by the other node; one may have been on its way to this one.
      expect((await Promise.all(knocks)).filter(Boolean).length).toBeGreaterThanOrEqual(2);
      await cluster.says(/Node 2 \(process \d+\) has ended \(SIGKILL\)/);
      await sitters.acknowledged(300);
      await cluster.says(/Node 2 is back/);

      cluster.signal('SIGUSR2');
      await cluster.says(/All nodes were restarted/);
      await gone(cluster.nodes);
      await sitters.acknowledged(300);
      sitters.handIn();
      const promised = await sitters.leave();
      expect(promised).toBeGreaterThanOrEqual(900);
      expect(await sitters.violations()).toEqual([]);
    } finally {
      await sitters.leave();
      await postgres.stop();
    }

    // Ctrl-C reaches the nodes as well, and is for the launcher alone.
    process.kill(-cluster.pid, 'SIGINT');
    expect(await cluster.ended, cluster.printed()).toBe(0);
    expect(cluster.printed()).toContain('Stopped. Everything is kept for the next start.');
    await redisIsGone();
    await postgresIsGone();
  });

  it('[OPS-36] leaves nothing behind when its launcher is killed', async () => {
    const cluster = await launchCluster(1);
    cluster.signal('SIGKILL');
    expect(await cluster.ended).toBe('SIGKILL');
    await gone(cluster.nodes);
    await redisIsGone();
    await postgresIsGone();
  });
});

describe('[OPS-37] a cluster that cannot be started says so in a sentence, and nothing is left', {
  timeout: 240_000,
}, () => {
  const start = async (env: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const cluster = launch('startCluster', { PARIKSHA_DATA: folder, HOST: '127.0.0.1', ...env }, args);
    return { code: await cluster.ended, printed: cluster.printed() };
  };

  it.each([
    [['--nodes', '0'], '--nodes takes a whole number from 1 to 64.'],
    [['--nodes', 'four'], '--nodes takes a whole number from 1 to 64.'],
    [['--knots', '4'], "Unknown option '--knots'"],
    [['--port', '99999'], 'PORT must be a whole number from 0 to 65535.'],
  ])('called with %s', async (args, sentence) => {
    expect(await start({}, ...args)).toEqual({ code: 1, printed: expect.stringContaining(sentence) });
  });

  it('without a Redis', async () => {
    // Where PostgreSQL is found, and no more.
    const programs = join(folder, 'bin');
    await mkdir(programs);
    const database = await createTestDatabase();
    try {
      const own = { DATABASE_URL: database.url, PARIKSHA_MASTER_KEY: randomBytes(32).toString('base64') };
      const { code, printed } = await start({ ...own, PATH: programs }, '--nodes', '1', '--port', '0');
      expect(code).toBe(1);
      expect(printed).toContain('there is none on this machine. Install it');
    } finally {
      await database.drop();
    }
  });

  it('on a port that is taken, or with too few connections in PostgreSQL', async () => {
    const database = await createTestDatabase();
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    try {
      const address = holder.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const own = { DATABASE_URL: database.url, PARIKSHA_MASTER_KEY: randomBytes(32).toString('base64') };
      const taken = await start(own, '--nodes', '1', '--port', `${port}`);
      expect(taken.code, taken.printed).toBe(1);
      expect(taken.printed).toContain(`Port ${port} is taken by another program.`);
      await redisIsGone();

      const crowded = await start(own, '--nodes', '30', '--port', '0');
      expect(crowded).toMatchObject({
        code: 1,
        printed: expect.stringContaining('raise its max_connections, or start fewer nodes'),
      });
    } finally {
      holder.close();
      await database.drop();
    }
  });
});
