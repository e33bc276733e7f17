import type { Audience } from '../app/ports.ts';
import type { CandidatePushes } from '../protocol/candidate.ts';
import type { CandidateNamespace } from './types.ts';

export interface AudienceDeps {
  readonly namespace: CandidateNamespace;
  /** Whether the namespace's adapter joins several nodes. */
  readonly spansNodes: boolean;
}

export function attemptRoom(attemptId: string): string {
  return `attempt:${attemptId}`;
}

/** Pushes to the connections that show an attempt. */
export function createAudience({ namespace, spansNodes }: AudienceDeps): Audience {
  return {
    spansNodes,
    push(attemptId, event, payload, reach) {
      const room = (reach === 'here' ? namespace.local : namespace).to(attemptRoom(attemptId));
      const told =
        event === 'attempt:superseded' && 'deviceId' in payload
          ? room.except(holdersOf(namespace, attemptId, payload.deviceId))
          : room;
      // Every push has exactly one payload, which TypeScript cannot tell of a generic event.
      told.emit(event, ...([payload] as Parameters<CandidatePushes[typeof event]>));
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
