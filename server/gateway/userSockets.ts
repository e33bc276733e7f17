import type { CandidateSocket } from './types.ts';

/**
 * The live connections of each user, bounded: one too many, and the oldest is cut. After a network failure the old
 * connections are dead but not yet noticed, so it is never the newest that goes.
 */
export class UserSockets {
  readonly #most: number;
  readonly #cut: (socket: CandidateSocket) => void;
  readonly #byUser = new Map<string, Set<CandidateSocket>>();

  constructor(most: number, cut: (socket: CandidateSocket) => void) {
    this.#most = most;
    this.#cut = cut;
  }

  add(socket: CandidateSocket): void {
    const { userId } = socket.data.who;
    const sockets = this.#byUser.get(userId) ?? new Set();
    this.#byUser.set(userId, sockets);
    sockets.add(socket);
    const [oldest] = sockets;
    if (sockets.size > this.#most && oldest !== undefined) this.#cut(oldest);
  }

  remove(socket: CandidateSocket): void {
    const { userId } = socket.data.who;
    const sockets = this.#byUser.get(userId);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#byUser.delete(userId);
  }
}
