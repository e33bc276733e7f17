import type { LiveState, SignInBucket } from '../../app/ports/live.ts';
import { createMemoryEndedSessions } from './endedSessions.ts';
import { type BucketSettings, createMemorySignInLimits } from './rateLimits.ts';
import { createMemoryRoster } from './roster.ts';
import { createMemorySignInFailures } from './signInFailures.ts';

export interface LiveSettings {
  readonly buckets: Readonly<Record<SignInBucket, BucketSettings>>;
  /** How long to wait after so many wrong passwords in a row, ms. */
  signInDelay(failures: number): number;
}

/** The live state of a node that is alone. */
export function createMemoryLive({ buckets, signInDelay }: LiveSettings): LiveState {
  const ended = createMemoryEndedSessions();
  return {
    bus: null,
    // There is nobody to announce to, and nobody who announces.
    pushes: { announce: () => undefined, onAnnounced: () => undefined },
    ended,
    signInLimits: createMemorySignInLimits(buckets),
    failures: createMemorySignInFailures(signInDelay),
    roster: createMemoryRoster(),
    turns: { take: async () => true },
    isStale: () => false,
    counts: () => ({ outages: 0, rejected: 0, lost: 0 }),
    tidy: (now) => ended.forget(now),
    close: async () => undefined,
  };
}
