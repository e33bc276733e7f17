import { readPrice } from '../app/charge.ts';
import type { CutReason, Metrics } from '../app/metrics.ts';
import type { EndedSessions } from '../app/ports/live.ts';
import type { Clock, Log, RateLimits } from '../app/ports.ts';
import { ok, type Result } from '../app/result.ts';
import type { SessionUseCases } from '../app/useCases.ts';
import { renewRequest } from '../protocol/candidate.ts';
import { roomCloseRequest, roomOpenRequest } from '../protocol/proctor.ts';
import type { Door } from './door.ts';
import type { Leaving } from './drain.ts';
import { type AnyEvent, defineEvent, Guard } from './guard.ts';
import { authenticate, type HandshakeDeps, refusal } from './handshake.ts';
import type { GatewayLimits } from './limits.ts';
import { RoomDesk, type RoomSource } from './roomDesk.ts';
import { TokenExpiry } from './tokenExpiry.ts';
import type { ProctorNamespace, ProctorSocket } from './types.ts';
import { UserSockets } from './userSockets.ts';

export interface ProctorDeps extends HandshakeDeps {
  readonly rooms: RoomSource;
  readonly sessions: Pick<SessionUseCases, 'renew'>;
  readonly ended: Pick<EndedSessions, 'has' | 'onEnded'>;
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly door: Door;
  readonly limits: GatewayLimits;
}

/** The staff's side of the gateway. */
export interface Proctors {
  /** Live connections of the staff. */
  readonly count: number;
  /** Ends connections whose token has run out. */
  expire(): Promise<void>;
  /** Tells every viewer of the last second. */
  tick(): void;
  /** Looks whether viewers may still see what they watch. */
  review(): Promise<void>;
  /** All of them, for when they are to go elsewhere. */
  leaving(): readonly Leaving[];
}

/** Lets proctors and the exam office into `namespace`. */
export function serveProctors(namespace: ProctorNamespace, deps: ProctorDeps): Proctors {
  const { rooms, sessions, ended, rateLimits, clock, log, metrics, door, limits } = deps;
  const cut = (socket: ProctorSocket, reason: CutReason): void => {
    metrics.cut(reason);
    socket.disconnect(true);
  };
  const expiry = new TokenExpiry<ProctorSocket>({
    ...{ sessions, clock, log, cut },
    renewGraceMs: limits.renewGraceMs,
  });
  const desk = new RoomDesk({ rooms, clock, limits });
  const events = proctorEvents({
    rateLimits,
    desk,
    async renew(socket) {
      const renewed = await sessions.renew(socket.data.who);
      if (!renewed.ok) return renewed;
      socket.data.who = { ...socket.data.who, expiresAt: renewed.value.expiresAt };
      if (socket.connected) expiry.watch(socket);
      return renewed;
    },
  });
  const { inFlightPerSocket } = limits;
  const guard = new Guard(events, { rateLimits, clock, log, metrics, inFlightPerSocket });
  const userSockets = new UserSockets<ProctorSocket>(limits.socketsPerUser, (socket) =>
    cut(socket, 'user-limit'),
  );
  ended.onEnded((sessionId) => {
    for (const socket of userSockets.ofSession(sessionId)) cut(socket, 'session-ended');
  });
  namespace.use((socket, next) => {
    const who = authenticate(socket.handshake.auth, 'staff', deps);
    Reflect.set(socket, 'handshake', null);
    const isAllowed = who.ok && watchers.has(who.value.role);
    if (isAllowed) {
      socket.data = { who: who.value, inFlight: 0, warned: false };
      return next();
    }
    metrics.cut('handshake');
    next(refusal(who.ok ? 'forbidden' : who.error.code));
    // One connection has one try; the error is on its way before the close.
    setImmediate(() => socket.conn.close());
  });
  namespace.on('connection', (socket) => {
    door.signedIn(socket.conn);
    userSockets.add(socket);
    expiry.watch(socket);
    socket.onAny((name: unknown, ...args: unknown[]) => guard.receive(socket, name, args));
    socket.on('disconnect', () => {
      expiry.forget(socket);
      userSockets.remove(socket);
      desk.gone(socket);
    });
  });
  return {
    get count() {
      return namespace.sockets.size;
    },
    expire: () => expiry.tick(),
    tick: () => desk.tick(),
    review: () => desk.review(),
    leaving: () =>
      [...namespace.sockets.values()].map((socket) => ({ socket, finish: () => guard.finish(socket) })),
  };
}

/** Whose business a live room is. Authors of questions have none there. */
const watchers: ReadonlySet<string> = new Set(['proctor', 'admin']);

export interface ProctorEventDeps {
  readonly rateLimits: RateLimits;
  readonly desk: Pick<RoomDesk, 'open' | 'close'>;
  renew(socket: ProctorSocket): Promise<Result<object>>;
}

/** The events of namespace `/proctor`, by name. */
export function proctorEvents(deps: ProctorEventDeps): ReadonlyMap<string, AnyEvent<ProctorSocket>> {
  const { desk, renew } = deps;
  const price = () => readPrice;
  return new Map<string, AnyEvent<ProctorSocket>>([
    [
      'room:open',
      defineEvent(
        { schema: roomOpenRequest, price, handle: ({ socket, request }) => desk.open(socket, request) },
        deps,
      ),
    ],
    [
      'room:close',
      defineEvent(
        {
          schema: roomCloseRequest,
          price,
          async handle({ socket, request }) {
            desk.close(socket, request.roomId);
            return ok({});
          },
        },
        deps,
      ),
    ],
    [
      'session:renew',
      defineEvent({ schema: renewRequest, price, handle: ({ socket }) => renew(socket) }, deps),
    ],
  ]);
}
