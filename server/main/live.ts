import { performance } from 'node:perf_hooks';
import type { ExamFollower } from '../app/examFollower.ts';
import type { LiveState } from '../app/ports/live.ts';
import type { Log } from '../app/ports.ts';
import { signInDelay } from '../app/signInFailures.ts';
import type { Config } from '../config/config.ts';
import type { LiveHealth } from '../http/operations.ts';
import { createMemoryLive } from '../live/memory/memoryLive.ts';
import { createRedisLive, type RedisLive } from '../live/redis/redisLive.ts';

export interface LiveOptions {
  readonly config: Pick<Config, 'redis' | 'limits'>;
  readonly masterKey: Buffer;
  /** Server time, epoch ms. */
  readonly now: () => number;
  readonly operator: Log;
}

/** How long a start waits for Redis, ms. A node that begins without it recovers by itself. */
const patienceMs = 1_000;

/** What this node shares with others: through Redis where one is named, otherwise it is alone. */
export async function openLive({ config, masterKey, now, operator }: LiveOptions): Promise<LiveState> {
  const { buckets } = config.limits;
  const { url } = config.redis;
  if (url === null) return createMemoryLive({ buckets, signInDelay });
  const elapsed = () => performance.now();
  const live = createRedisLive({ url, masterKey, now, elapsed, log: operator, buckets, signInDelay });
  await heard(live);
  return live;
}

/** Reads the exams' commands as soon as another node tells of them. */
export function followPushes(live: Pick<LiveState, 'pushes'>, follower: ExamFollower, operator: Log): void {
  live.pushes.onAnnounced((examId, seq) => {
    follower.hear(examId, seq).catch((error: unknown) => {
      operator.warn({ err: error, examId }, 'News of an exam could not be read.');
    });
  });
}

export function liveHealth(live: Pick<LiveState, 'bus' | 'isStale'>): LiveHealth {
  if (live.bus === null) return 'alone';
  return live.isStale() ? 'stale' : 'joined';
}

/** So that a node which can hear the others knows who has been signed out before it lets anybody in. */
async function heard(live: RedisLive): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const patience = setTimeout(resolve, patienceMs);
  live.onStale((isStale) => {
    if (!isStale) resolve();
  });
  await promise;
  clearTimeout(patience);
}
