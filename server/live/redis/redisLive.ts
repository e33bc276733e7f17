import { randomBytes } from 'node:crypto';
import type { LiveState } from '../../app/ports/live.ts';
import type { Log } from '../../app/ports.ts';
import { createMemoryEndedSessions } from '../memory/endedSessions.ts';
import type { LiveSettings } from '../memory/memoryLive.ts';
import { createMemorySignInLimits } from '../memory/rateLimits.ts';
import { createMemorySignInFailures } from '../memory/signInFailures.ts';
import { RedisEndedSessions } from './endedSessions.ts';
import { createRedisExamPushes } from './examPushes.ts';
import { createKeys, secretsOf } from './keys.ts';
import { MessageSeal } from './messageSeal.ts';
import { Peers } from './peers.ts';
import { defaultPulseMs, RedisLink } from './redisLink.ts';
import { RedisRoster } from './roster.ts';
import { createRedisSignInFailures, createRedisSignInLimits } from './signInLimits.ts';
import { createRedisTurns } from './turns.ts';

export interface RedisLiveOptions extends LiveSettings {
  readonly url: string;
  /** The same for all nodes of an installation; keys and messages of others are not touched. */
  readonly masterKey: Uint8Array;
  /** Server time, epoch ms. */
  readonly now: () => number;
  /** Monotonic, ms. */
  readonly elapsed: () => number;
  readonly log: Log;
  /** How often a node says that it is there, ms; everything else that takes time goes by it. */
  readonly pulseMs?: number;
}

export interface RedisLive extends LiveState {
  /** Called when this node becomes stale, and when it no longer is. */
  onStale(listener: (isStale: boolean) => void): void;
}

/** Ended sessions are compared with what Redis has after so many pulses. */
const reconcileEvery = 30;

/** The live state of nodes that share a Redis. It is there at once, stale until Redis answers. */
export function createRedisLive(options: RedisLiveOptions): RedisLive {
  const { url, masterKey, now, elapsed, log, buckets, signInDelay } = options;
  const pulseMs = options.pulseMs ?? defaultPulseMs;
  const { installation, messageKey } = secretsOf(masterKey);
  const keys = createKeys(installation);
  const sender = randomBytes(8);
  const nodeId = sender.toString('hex');
  const seal = new MessageSeal({ key: messageKey, now, sender });
  const link = new RedisLink({ url, nodeId, keys, seal, elapsed, log, pulseMs });
  const peers = new Peers(link, { pulseMs, elapsed });
  const here = createMemoryEndedSessions();
  const ended = new RedisEndedSessions(link, keys, here);
  const roster = new RedisRoster({ link, keys, peers, nodeId, log });

  link.onStale((isStale) => {
    if (!isStale) void ended.reconcile(now());
  });
  let pulses = 0;
  const ticker = setInterval(() => {
    peers.look();
    roster.tellAgain();
    pulses += 1;
    if (pulses % reconcileEvery === 0) void ended.reconcile(now());
  }, pulseMs);
  return {
    bus: link,
    pushes: createRedisExamPushes(link, nodeId),
    ended,
    signInLimits: createRedisSignInLimits(link, keys, buckets, createMemorySignInLimits(buckets)),
    failures: createRedisSignInFailures(link, keys, signInDelay, createMemorySignInFailures(signInDelay)),
    roster,
    turns: createRedisTurns(link, keys, nodeId),
    isStale: () => link.isStale(),
    onStale: (listener) => link.onStale(listener),
    counts: () => link.counts(),
    tidy(at) {
      here.forget(at);
      roster.tidy(at);
    },
    async close() {
      clearInterval(ticker);
      await link.close();
    },
  };
}
