import { collectDefaultMetrics, Registry } from 'prom-client';
import { Announcements } from '../app/announcements.ts';
import type { Log } from '../app/ports.ts';
import type { Config } from '../config/config.ts';
import { createRemoteAudience } from '../gateway/remoteAudience.ts';
import { createHttpServer } from '../http/httpServer.ts';
import { registerLiveMetrics } from '../http/liveMetrics.ts';
import { createHealth } from '../http/operations.ts';
import { createMemoryRateLimits } from '../live/memory/rateLimits.ts';
import { openFoundation } from './foundation.ts';
import { listen } from './listen.ts';
import { followPushes, liveHealth, openLive } from './live.ts';
import { startPeriodicWork } from './periodicWork.ts';
import type { Running } from './program.ts';
import { readiness } from './readiness.ts';
import { startJobs } from './startJobs.ts';

export interface WorkerOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  /** 32 bytes: opens the signing keys in the database. */
  readonly masterKey: Buffer;
  readonly operator: Log;
}

export interface Worker extends Running {
  /** Where its health can be asked. */
  readonly port: number;
}

/** A process that serves nobody: it works through the durable jobs and seals the attempts whose time is over. */
export async function startWorker({
  config,
  databaseUrl,
  masterKey,
  operator,
}: WorkerOptions): Promise<Worker> {
  const rateLimits = createMemoryRateLimits(config.limits.buckets);
  const issuer = config.http.publicUrl;
  const foundation = await openFoundation({ databaseUrl, masterKey, operator, issuer, rateLimits });
  const { clock, core, keys, receipts } = foundation;
  const { attempts } = core.desk;
  const live = await openLive({ config, masterKey, now: () => clock.now(), operator });
  followPushes(live, core.follower, operator);
  if (live.bus !== null) {
    attempts.listen(new Announcements(createRemoteAudience(live.bus, operator), receipts));
  }
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerLiveMetrics(registry, live);
  const health = createHttpServer(
    createHealth({ readiness: () => readiness(databaseUrl), registry, live: () => liveHealth(live) }),
  );

  const jobs = startJobs(foundation, operator);
  const sweep = { attempts, index: core.sweepIndex, clock, operator };
  const periodic = startPeriodicWork({
    core,
    clock,
    keys,
    sweep,
    tidyLive: () => live.tidy(clock.now()),
    past: { isWatched: () => false, letGo: () => undefined },
    operator,
  });
  const stop = async () => {
    await new Promise<void>((resolve) => {
      health.close(() => resolve());
      health.closeAllConnections();
    });
    await periodic.stop();
    await jobs.stop();
    await live.close();
    await foundation.close();
  };
  try {
    return { port: await listen(health, config.http.port, config.http.host), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
