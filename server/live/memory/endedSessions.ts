/** Ended sign-ins in this process, each remembered until its last token has run out. */
export function createMemoryEndedSessions(): {
  add(sessionId: string, until: number): void;
  has(sessionId: string, now: number): boolean;
  /** Drops what has run out. Call it every minute or so: until then it takes memory and says nothing. */
  forget(now: number): void;
  size(): number;
} {
  const untilOf = new Map<string, number>();
  return {
    add: (sessionId, until) => void untilOf.set(sessionId, until),
    has: (sessionId, now) => (untilOf.get(sessionId) ?? 0) > now,
    forget(now) {
      for (const [sessionId, until] of untilOf) if (until <= now) untilOf.delete(sessionId);
    },
    size: () => untilOf.size,
  };
}
