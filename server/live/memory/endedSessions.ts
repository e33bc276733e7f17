import type { EndedSessions } from '../../app/ports/live.ts';

/** Ended sign-ins in this process, each remembered until its last token has run out. */
export function createMemoryEndedSessions(): EndedSessions & {
  /** Drops what has run out. Call it every minute or so: until then it takes memory and says nothing. */
  forget(now: number): void;
  size(): number;
} {
  const untilOf = new Map<string, number>();
  const listeners: ((sessionId: string) => void)[] = [];
  return {
    add(sessionId, until) {
      const isNew = !untilOf.has(sessionId);
      untilOf.set(sessionId, until);
      if (isNew) for (const listener of listeners) listener(sessionId);
    },
    has: (sessionId, now) => (untilOf.get(sessionId) ?? 0) > now,
    onEnded: (listener) => void listeners.push(listener),
    forget(now) {
      for (const [sessionId, until] of untilOf) if (until <= now) untilOf.delete(sessionId);
    },
    size: () => untilOf.size,
  };
}
