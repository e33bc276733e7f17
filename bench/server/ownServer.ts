import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { FaultProxy } from '../chaos/faultProxy.ts';
import type { Lender, LentDatabase, LentRedis } from '../lender.ts';
import type { BenchServer } from './benchServer.ts';
import { type NodeProcess, startNodeProcess } from './nodeProcess.ts';
import { withClient } from './people.ts';
import type { AttackedDatabase } from './site.ts';
import { familyOf, SharedUsage, usageOfFamily } from './usage.ts';

export interface OwnServerOptions {
  readonly lender: Pick<
    Lender,
    'prepareNodes' | 'startDatabase' | 'startRedis' | 'nodeProgram' | 'nodeFlags'
  >;
  readonly nodes: number;
  /** An empty folder for everything it keeps. */
  readonly folder: string;
  /** Where each node leaves a profile of its CPU time; `null`: nowhere. */
  readonly profileFolder: string | null;
  /** Whether each node goes to the database through a proxy that can spoil its connections. */
  readonly linked?: boolean;
  /** Ends a start that is under way. */
  readonly signal: AbortSignal;
}

/** Named in tokens and receipts; nobody has to reach it. */
const issuer = 'http://bench.invalid';

const lookEveryMs = 100;
const revivalPatienceMs = 60_000;

/**
 * A PostgreSQL and nodes of the bench's own, each node a process, configured as in production; a Redis beside several.
 * Nothing of it is left when it cannot be started, or is not wanted any more.
 */
export async function startOwnServer(options: OwnServerOptions): Promise<BenchServer> {
  const { lender, nodes, folder, profileFolder, linked = false, signal } = options;
  await using begun = new AsyncDisposableStack();
  await lender.prepareNodes();
  const database = await lender.startDatabase(join(folder, 'database'), signal);
  begun.defer(() => database.stop());
  const redis = nodes > 1 ? await lender.startRedis(folder) : null;
  if (redis !== null) begun.defer(() => redis.stop());
  const links: FaultProxy[] = [];
  const processes: NodeProcess[] = [];
  const stopNodes = async () => void (await Promise.all(processes.map((node) => node.stop())));
  begun.defer(async () => void (await Promise.all(links.map((link) => link.close()))));
  begun.defer(stopNodes);
  const ports = await freePorts(nodes);
  for (const [index, port] of ports.entries()) {
    const dataFolder = join(folder, `node-${index}`);
    await mkdir(dataFolder);
    const link = linked ? await FaultProxy.start(database.url) : null;
    if (link !== null) links.push(link);
    const node = await startNodeProcess({
      program: lender.nodeProgram,
      flags: lender.nodeFlags,
      profileFolder,
      env: environmentOf({ database, redis, link, dataFolder, port, ports }),
      logFile: join(dataFolder, 'log'),
      signal,
    });
    processes.push(node);
  }
  const running = begun.move();
  const ofNodes = new SharedUsage();
  return {
    urls: processes.map(({ url }) => url),
    issuer,
    origin: issuer,
    database,
    site: { nodes: processes, links, redis, database: attackedDatabase(database) },
    usage() {
      const own = ofNodes.of(processes.map(({ pid }) => pid));
      const theirs = usageOfFamily(database.pid);
      return own === null || theirs === null ? null : { nodes: own, database: theirs };
    },
    stopNodes,
    stop: () => running.disposeAsync(),
  };
}

interface NodeSurroundings {
  readonly database: LentDatabase;
  readonly redis: LentRedis | null;
  readonly link: FaultProxy | null;
  readonly dataFolder: string;
  readonly port: number;
  readonly ports: readonly number[];
}

function environmentOf(surroundings: NodeSurroundings): Record<string, string> {
  const { database, redis, link, dataFolder, port, ports } = surroundings;
  return {
    DATABASE_URL: link?.url ?? database.url,
    ...(redis && { REDIS_URL: redis.url }),
    PARIKSHA_MASTER_KEY: database.masterKey.toString('base64'),
    PARIKSHA_DATA: dataFolder,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: issuer,
    ALLOWED_ORIGINS: ports.map((each) => `http://127.0.0.1:${each}`).join(','),
    LOG_LEVEL: 'warn',
  };
}

function attackedDatabase(database: LentDatabase): AttackedDatabase {
  const signalAll = (signal: NodeJS.Signals) => {
    for (const pid of familyOf(database.pid)) process.kill(pid, signal);
  };
  return {
    url: database.url,
    async crash() {
      process.kill(database.pid, 'SIGQUIT');
      await untilAnswers(database.url);
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    terminateWriters: () =>
      withClient(database.url, async (client) => {
        const { rowCount } = await client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pariksha-ledger'",
        );
        return rowCount ?? 0;
      }),
  };
}

/** It is down when it does not answer, and back when it answers again. */
async function untilAnswers(url: string): Promise<void> {
  const giveUpAt = performance.now() + revivalPatienceMs;
  let wasDown = false;
  while (performance.now() < giveUpAt) {
    const isUp = await withClient(url, (client) => client.query('SELECT 1')).then(
      () => true,
      () => false,
    );
    if (isUp && wasDown) return;
    wasDown ||= !isUp;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  throw new Error('PostgreSQL did not come back.');
}

/** Known beforehand, because every node allows pages of every node. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = servers.map(
    (server) =>
      new Promise<number>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
        });
      }),
  );
  return Promise.all(ports);
}
