import type { Metrics } from '../app/metrics.ts';
import type { Presence } from '../app/roster/rosterFeed.ts';
import type { CandidateUseCases } from '../app/useCases.ts';
import { attemptRoom } from './audience.ts';
import type { Door } from './door.ts';
import type { Guard } from './guard.ts';
import { authenticate, type HandshakeDeps, refusal } from './handshake.ts';
import type { TokenExpiry } from './tokenExpiry.ts';
import type { CandidateNamespace, CandidateSocket } from './types.ts';
import type { UserSockets } from './userSockets.ts';

export interface NamespaceDeps extends HandshakeDeps {
  readonly useCases: Pick<CandidateUseCases, 'leave'>;
  readonly door: Door;
  readonly guard: Guard<CandidateSocket>;
  readonly expiry: TokenExpiry<CandidateSocket>;
  readonly userSockets: UserSockets<CandidateSocket>;
  readonly metrics: Metrics;
  readonly presence?: Presence;
}

/** Lets signed-in candidates into `namespace`. */
export function serveCandidates(namespace: CandidateNamespace, deps: NamespaceDeps): void {
  namespace.use((socket, next) => {
    const who = authenticate(socket.handshake.auth, 'candidate', deps);
    // The token is not kept for as long as the connection lives.
    Reflect.set(socket, 'handshake', null);
    if (who.ok) {
      socket.data = { who: who.value, shows: null, opening: null, inFlight: 0, warned: false };
      return next();
    }
    deps.metrics.cut('handshake');
    next(refusal(who.error.code));
    // One connection has one try; the error is on its way before the close.
    setImmediate(() => socket.conn.close());
  });
  namespace.on('connection', (socket) => welcome(socket, deps));
}

function welcome(socket: CandidateSocket, deps: NamespaceDeps): void {
  const { door, guard, expiry, userSockets, useCases, presence } = deps;
  const { userId } = socket.data.who;
  door.signedIn(socket.conn);
  presence?.arrived(userId);
  userSockets.add(socket);
  expiry.watch(socket);
  socket.onAny((name: unknown, ...args: unknown[]) => guard.receive(socket, name, args));
  socket.on('disconnect', (reason) => {
    expiry.forget(socket);
    userSockets.remove(socket);
    // Whoever does not answer pings was gone before; any other end is noticed at once.
    const heardAt = reason === 'ping timeout' ? door.heardAt(socket.conn) : undefined;
    if (socket.data.shows !== null) useCases.leave(socket.data.shows.attemptId, heardAt);
    socket.data.shows = null;
    presence?.left(userId);
  });
}

/** The connection shows this attempt and no other; it has one seat in the attempt's room and is counted once. */
export async function showAttempt(
  socket: CandidateSocket,
  attemptId: string,
  deviceId: string,
  useCases: Pick<CandidateUseCases, 'attend' | 'leave'>,
): Promise<void> {
  if (!socket.connected) return;
  const before = socket.data.shows?.attemptId;
  socket.data.shows = { attemptId, deviceId };
  if (before === attemptId) return;
  if (before !== undefined) {
    useCases.leave(before);
    await socket.leave(attemptRoom(before));
  }
  useCases.attend(attemptId);
  await socket.join(attemptRoom(attemptId));
}
