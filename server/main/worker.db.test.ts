import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RosterRow } from '../app/ports/live.ts';
import { signInDelay } from '../app/signInFailures.ts';
import { bucketSettings } from '../config/buckets.ts';
import { loadConfig } from '../config/config.ts';
import { createRedisLive } from '../live/redis/redisLive.ts';
import { staleness } from '../live/test/redisNodes.ts';
import { MemoryLog } from '../test/doors/fakes.ts';
import { startRedis, type TestRedis } from '../test/redis.ts';
import { Page, startWorld, type World } from '../test/world.ts';
import { startWorker } from './worker.ts';

const hour = 3_600_000;
const masterKey = randomBytes(32);

describe('[SEAL-13] what a worker seals', () => {
  let world: World;
  let redis: TestRedis;

  beforeAll(async () => {
    [world, redis] = await Promise.all([startWorld(), startRedis()]);
  });

  afterAll(async () => {
    await world.stop();
    await redis.stop();
  });

  it('is in the live rooms of all nodes, although the candidate is gone', async () => {
    // Whatever is over for this clock is long over for the worker's.
    world.clock.advance(-3 * hour);
    const page = new Page(world, world.a, await world.exam({ durationMs: 60_000 }));
    await page.open();
    const live = createRedisLive({
      ...{ url: redis.url, masterKey, now: () => Date.now(), elapsed: () => performance.now() },
      ...{ log: new MemoryLog(), buckets: bucketSettings, signInDelay },
    });
    await staleness(live, false);
    const { promise, resolve } = Promise.withResolvers<RosterRow>();
    await live.roster.follow(page.exam.examId, {
      rows: ([row]) => row?.status === 'handed-in' && resolve(row),
      stale: () => undefined,
    });
    const config = loadConfig({ REDIS_URL: redis.url });
    const worker = await startWorker({
      config: { ...config, http: { ...config.http, port: 0, host: '127.0.0.1' } },
      databaseUrl: world.databaseUrl,
      masterKey,
      operator: new MemoryLog(),
    });
    expect(await promise).toMatchObject({ attemptId: page.attemptId, connected: false, connectedAt: null });
    await worker.stop();
    await live.close();
  });
});
