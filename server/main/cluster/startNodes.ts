import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from '../../config/config.ts';
import { ensureWebBuilt } from '../buildWeb.ts';
import { openDatabase } from '../database.ts';
import { prepareDemo, welcome } from '../demo.ts';
import { freePort } from '../freePort.ts';
import type { Running } from '../program.ts';
import { explained } from '../sentences.ts';
import { StartError } from '../startError.ts';
import type { Say } from '../tool.ts';
import { type Child, Keeper } from './keeper.ts';
import { prepareRedis } from './localRedis.ts';
import { launchNode } from './nodeChild.ts';

export interface Cluster extends Running {
  /** Restarts the nodes one after the other, each only when the one before is done. */
  roll(): Promise<void>;
}

/** What one node holds open in PostgreSQL at most, and what tools, tests and people need besides. */
const connectionsPerNode = 20;
const otherConnections = 40;

/**
 * Nodes on one machine behind one port, with PostgreSQL, and Redis unless the environment names one. All of it ends in
 * the reverse order.
 * @throws StartError with a sentence for whoever starts it.
 */
export async function startNodes(config: Config, count: number, say: Say): Promise<Cluster> {
  await using begun = new AsyncDisposableStack();
  await ensureWebBuilt({ log: say });
  // One more than that while one is replaced.
  const connections = connectionsPerNode * (count + 1) + otherConnections;
  const database = await openDatabase(config, say, { max_connections: String(connections) });
  begun.defer(() => database.stop());
  try {
    await checkConnections(database.url, connections, count);
    const demo = await prepareDemo(database, config.data.folder);
    const keeperOf = (name: string, launch: () => Child) =>
      new Keeper({ name, launch, say, wait, elapsed: () => performance.now() });

    const local = config.redis.url === null ? await prepareRedis(config.data.folder) : null;
    if (local !== null) {
      const redis = keeperOf('Redis', () => local.launch());
      begun.defer(() => redis.stop());
      await redis.start();
    }
    const port = config.http.port === 0 ? await freePort() : config.http.port;
    const env = { PORT: String(port), REDIS_URL: local?.url ?? config.redis.url ?? '' };
    const keepers = Array.from({ length: count }, (_, index) =>
      keeperOf(`Node ${index + 1}`, () => launchNode({ ...env, NODE_NAME: String(index + 1) })),
    );
    begun.defer(async () => void (await Promise.all(keepers.map((keeper) => keeper.stop()))));
    // What hinders one hinders all: it is said once.
    for (const keeper of keepers) await keeper.start();

    const nodes = keepers.map(({ pid }, index) => `node ${index + 1}  process ${pid}`);
    say(welcome(port, demo, [...nodes, rollingHint]));
    const running = begun.move();
    return { roll: rolling(keepers, say), stop: () => running.disposeAsync() };
  } catch (error) {
    throw explained(error, config.data.folder);
  }
}

const rollingHint = `kill -USR2 ${process.pid}  restarts them one by one, under load`;

/** A second call while one is under way has the nodes restarted once more after it. */
function rolling(keepers: readonly Keeper[], say: Say): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const roll = async () => {
    say('Restarting the nodes, one after the other.');
    for (const keeper of keepers) await keeper.replace();
    say('All nodes were restarted.');
  };
  return () => {
    last = last.then(roll);
    return last;
  };
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

async function checkConnections(databaseUrl: string, needed: number, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // The query that needs the connection says that it broke.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ most: string }>(
      `SELECT current_setting('max_connections') AS most`,
    );
    const most = Number(rows[0]?.most);
    if (most >= needed) return;
    throw new StartError(
      `PostgreSQL allows ${most} connections, and ${count} nodes may need ${needed}. ` +
        'If it is used by a server that runs, stop that first; otherwise raise its max_connections, or start fewer nodes.',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
