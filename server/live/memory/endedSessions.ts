/**
 * Ended sign-ins in this process, each remembered until its tokens have run out. What has run out is forgotten
 * when something is added, so memory is bounded by what ends within one token's life.
 */
export function createMemoryEndedSessions(): {
  add(sessionId: string, until: number): void;
  has(sessionId: string, now: number): boolean;
  forget(now: number): void;
} {
  const untilOf = new Map<string, number>();
  return {
    add(sessionId, until) {
      untilOf.delete(sessionId);
      untilOf.set(sessionId, until);
    },
    has: (sessionId, now) => (untilOf.get(sessionId) ?? 0) > now,
    forget(now) {
      for (const [sessionId, until] of untilOf) if (until <= now) untilOf.delete(sessionId);
    },
  };
}
