import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { MemoryLog } from '../../test/doors/fakes.ts';
import { startRedis, type TestRedis } from '../../test/redis.ts';
import { createRedisLive, type RedisLive } from '../redis/redisLive.ts';
import { contractSettings } from './liveContract.ts';

/** Faster than in production, so that outages are noticed soon. */
const testPulseMs = 150;

/** Time of the nodes' messages. */
export const testNow = () => 1_800_000_000_000 + Math.floor(performance.now());

export interface RedisNodes {
  readonly redis: () => TestRedis;
  readonly masterKey: Buffer;
  /** What a node has told its operator. */
  logOf(node: RedisLive): MemoryLog;
  /** A node that is up to date. */
  open(masterKey?: Buffer): Promise<RedisLive>;
  /** A node that has just started. */
  openSoon(url?: string, masterKey?: Buffer): RedisLive;
}

/** A Redis for the tests of one file, and nodes that end with each test. */
export function redisNodes(): RedisNodes {
  let redis: TestRedis;
  const logs = new Map<RedisLive, MemoryLog>();
  const masterKey: Buffer = randomBytes(32);
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    for (const node of logs.keys()) await node.close();
    logs.clear();
  });
  afterAll(() => redis.stop());
  const openSoon = (url = redis.url, key = masterKey): RedisLive => {
    const log = new MemoryLog();
    const node = createRedisLive({
      ...contractSettings,
      url,
      masterKey: key,
      now: testNow,
      elapsed: () => performance.now(),
      log,
      pulseMs: testPulseMs,
    });
    logs.set(node, log);
    return node;
  };
  return {
    redis: () => redis,
    masterKey,
    logOf: (node) => logs.get(node) ?? new MemoryLog(),
    openSoon,
    async open(key) {
      const node = openSoon(redis.url, key);
      await staleness(node, false);
      return node;
    },
  };
}

/** Resolves when the node is stale, or no longer so. */
export function staleness(node: RedisLive, isStale: boolean): Promise<void> {
  if (node.isStale() === isStale) return Promise.resolve();
  return new Promise((resolve) => node.onStale((state) => state === isStale && resolve()));
}
