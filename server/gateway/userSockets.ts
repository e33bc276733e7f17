import type { SignedInSocket } from './types.ts';

/**
 * The live connections of each user and of each sign-in. Those of a user are bounded: one too many, and the oldest is cut.
 * After a network failure the old connections are dead but not yet noticed, so it is never the newest that goes.
 */
export class UserSockets<Socket extends SignedInSocket> {
  readonly #most: number;
  readonly #cut: (socket: Socket) => void;
  readonly #byUser = new Map<string, Set<Socket>>();
  readonly #bySession = new Map<string, Set<Socket>>();

  constructor(most: number, cut: (socket: Socket) => void) {
    this.#most = most;
    this.#cut = cut;
  }

  add(socket: Socket): void {
    const { userId, sessionId } = socket.data.who;
    addTo(this.#bySession, sessionId, socket);
    const sockets = addTo(this.#byUser, userId, socket);
    const [oldest] = sockets;
    if (sockets.size > this.#most && oldest !== undefined) this.#cut(oldest);
  }

  remove(socket: Socket): void {
    const { userId, sessionId } = socket.data.who;
    removeFrom(this.#bySession, sessionId, socket);
    removeFrom(this.#byUser, userId, socket);
  }

  ofSession(sessionId: string): readonly Socket[] {
    return [...(this.#bySession.get(sessionId) ?? [])];
  }
}

function addTo<Socket>(groups: Map<string, Set<Socket>>, key: string, socket: Socket): Set<Socket> {
  const group = groups.get(key) ?? new Set();
  groups.set(key, group);
  return group.add(socket);
}

function removeFrom<Socket>(groups: Map<string, Set<Socket>>, key: string, socket: Socket): void {
  const group = groups.get(key);
  group?.delete(socket);
  if (group?.size === 0) groups.delete(key);
}
