import { collectDefaultMetrics, Registry } from 'prom-client';
import { Announcements } from '../app/announcements.ts';
import type { LiveState } from '../app/ports/live.ts';
import type { Log } from '../app/ports.ts';
import { RosterFeed } from '../app/roster/rosterFeed.ts';
import type { Config } from '../config/config.ts';
import { createRemoteAudience } from '../gateway/remoteAudience.ts';
import { createHttpServer } from '../http/httpServer.ts';
import { registerLiveMetrics } from '../http/liveMetrics.ts';
import { createHealth } from '../http/operations.ts';
import { PostgresRosterSource } from '../ledger/rosterSource.ts';
import { createMemoryRateLimits } from '../live/memory/rateLimits.ts';
import { aligned } from '../worker/aligned.ts';
import { Periodic } from '../worker/periodic.ts';
import { type Foundation, openFoundation } from './foundation.ts';
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
  const { clock, core, keys } = foundation;
  const { attempts } = core.desk;
  const live = await openLive({ config, masterKey, now: () => clock.now(), operator });
  followPushes(live, core.follower, operator);
  const news = tellNodes(foundation, live, operator);
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
    await news?.stop();
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

const second = 1_000;

/** Pages and live rooms at the nodes are told what the worker has written; `null` where it cannot reach any. */
function tellNodes(
  { prisma, clock, core, receipts }: Foundation,
  { bus, roster }: LiveState,
  operator: Log,
): { stop(): Promise<void> } | null {
  if (bus === null) return null;
  const { attempts } = core.desk;
  const feed = new RosterFeed({ roster, source: new PostgresRosterSource(prisma), clock });
  attempts.listen(new Announcements(createRemoteAudience(bus, operator), receipts));
  attempts.listen(feed);
  const running = new Periodic({
    waitMs: aligned({ everyMs: second, offsetMs: 0, now: () => clock.now() }),
    work: () => feed.tick(),
    onError: (error) => operator.warn({ err: error }, 'The roster could not be kept up.'),
  });
  return {
    async stop() {
      await running.stop();
      await feed.tick();
    },
  };
}
