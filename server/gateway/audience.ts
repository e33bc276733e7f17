import type { EndedSessions } from '../app/ports/live.ts';
import type { Audience, Clock } from '../app/ports.ts';
import type { CandidatePushes } from '../protocol/candidate.ts';
import type { CandidateNamespace, CandidateSocket } from './types.ts';

/** No token outlives this, ms: after it an ended session needs no remembering. */
const longestTokenMs = 15 * 60_000;

export interface AudienceDeps {
  readonly namespace: CandidateNamespace;
  readonly ended: EndedSessions;
  readonly clock: Clock;
  cut(socket: CandidateSocket): void;
}

export function attemptRoom(attemptId: string): string {
  return `attempt:${attemptId}`;
}

/** Pushes to the connections that show an attempt, on every node that shares the namespace's adapter. */
export function createAudience({ namespace, ended, clock, cut }: AudienceDeps): Audience {
  return {
    push(attemptId, event, payload) {
      const room = namespace.to(attemptRoom(attemptId));
      const told =
        event === 'attempt:superseded' && 'deviceId' in payload
          ? room.except(holdersOf(namespace, attemptId, payload.deviceId))
          : room;
      // Every push has exactly one payload, which TypeScript cannot tell of a generic event.
      told.emit(event, ...([payload] as Parameters<CandidatePushes[typeof event]>));
    },
    disconnectSession(sessionId) {
      ended.add(sessionId, clock.now() + longestTokenMs);
      for (const socket of namespace.sockets.values()) {
        if (socket.data.who.sessionId === sessionId) cut(socket);
      }
    },
  };
}

/** The connections of the page that has just taken the pen: they are not told that it was taken from them. */
function holdersOf(namespace: CandidateNamespace, attemptId: string, deviceId: string): string[] {
  const members = namespace.adapter.rooms.get(attemptRoom(attemptId)) ?? [];
  return [...members].filter((id) => {
    const data = namespace.sockets.get(id)?.data;
    return data?.shows?.deviceId === deviceId || data?.opening === deviceId;
  });
}
