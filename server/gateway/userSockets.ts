import type { SignedInSocket } from './types.ts';

/**
 * The live connections of each user, bounded: one too many, and the oldest is cut. After a network failure the old
 * connections are dead but not yet noticed, so it is never the newest that goes.
 */
export class UserSockets<Socket extends SignedInSocket> {
  readonly #most: number;
  readonly #cut: (socket: Socket) => void;
  readonly #byUser = new Map<string, Set<Socket>>();

  constructor(most: number, cut: (socket: Socket) => void) {
    this.#most = most;
    this.#cut = cut;
  }

  add(socket: Socket): void {
    const { userId } = socket.data.who;
    const sockets = this.#byUser.get(userId) ?? new Set();
    this.#byUser.set(userId, sockets);
    sockets.add(socket);
    const [oldest] = sockets;
    if (sockets.size > this.#most && oldest !== undefined) this.#cut(oldest);
  }

  remove(socket: Socket): void {
    const { userId } = socket.data.who;
    const sockets = this.#byUser.get(userId);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#byUser.delete(userId);
  }
}
