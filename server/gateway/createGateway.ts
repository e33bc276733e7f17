import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { CutReason, Metrics } from '../app/metrics.ts';
import type { EndedSessions, NodeBus } from '../app/ports/live.ts';
import type { Audience, Clock, Log, RateLimits, Tokens } from '../app/ports.ts';
import type { Presence } from '../app/roster/rosterFeed.ts';
import type { CandidateUseCases, SessionUseCases } from '../app/useCases.ts';
import { maxMessageBytes } from '../protocol/limits.ts';
import { createAudience } from './audience.ts';
import { candidateEvents } from './candidateEvents.ts';
import { serveCandidates, showAttempt } from './candidateNamespace.ts';
import { Door } from './door.ts';
import { drainSockets } from './drain.ts';
import { Guard } from './guard.ts';
import { refusal } from './handshake.ts';
import { defaultGatewayLimits, type GatewayLimits } from './limits.ts';
import { createNodeAdapter } from './nodeAdapter.ts';
import { type Proctors, serveProctors } from './proctorNamespace.ts';
import type { RoomSource } from './roomDesk.ts';
import { TokenExpiry } from './tokenExpiry.ts';
import type { CandidateNamespace, CandidateSocket, SocketServer } from './types.ts';
import { UserSockets } from './userSockets.ts';

export interface GatewayOptions {
  /** Its request listener must already be set: Socket.IO takes over the requests under its own path. */
  readonly httpServer: HttpServer;
  readonly useCases: CandidateUseCases;
  readonly sessions: Pick<SessionUseCases, 'renew'>;
  /** Told of candidates' connections. */
  readonly presence: Presence;
  /** What proctors watch. */
  readonly rooms: RoomSource;
  readonly tokens: Pick<Tokens, 'verify'>;
  readonly ended: Pick<EndedSessions, 'has' | 'onEnded'>;
  /** Joins the candidates' sockets of several nodes; without it this node is alone. */
  readonly bus?: NodeBus | null;
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Origins whose pages may connect, e.g. `https://exam.example`. Programs that send no Origin may connect too. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** How many proxies of our own stand in front; their X-Forwarded-For is believed. */
  readonly trustedProxies: number;
  readonly limits?: Partial<GatewayLimits>;
}

export interface Gateway {
  readonly audience: Audience;
  /** Live connections: signed in, and not yet. */
  connections(): { readonly candidates: number; readonly proctors: number; readonly strangers: number };
  readonly proctors: Pick<Proctors, 'tick' | 'review'>;
  /** Lets nobody in, tells everybody to come back elsewhere, waits for what is being carried out, then closes. */
  drain(): Promise<void>;
  /** Cuts every connection and stops listening, the HTTP server included. Leaves no timer. */
  close(): Promise<void>;
}

/** The live side of the server: Socket.IO with namespaces `/candidate` and `/proctor`, over WebSocket only. */
export function createGateway(options: GatewayOptions): Gateway {
  const { httpServer, useCases, sessions, rateLimits, clock, log, metrics, ended, tokens } = options;
  const limits = { ...defaultGatewayLimits, ...options.limits };
  const { allowedOrigins, trustedProxies, bus = null } = options;
  const door = new Door({ httpServer, allowedOrigins, trustedProxies, limits, clock, metrics });
  const io: SocketServer = new Server(httpServer, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 2 * maxMessageBytes,
    connectTimeout: limits.signInMs,
    pingInterval: limits.pingIntervalMs,
    pingTimeout: limits.pingTimeoutMs,
    allowRequest: door.allowRequest,
  });
  door.watch(io);
  io.use((_socket, next) => next(refusal('not-found')));
  const namespace: CandidateNamespace = io.of('/candidate');
  // Only this one: in others each node makes what its own connections are sent.
  if (bus !== null) namespace.adapter = createNodeAdapter(bus, log)(namespace);

  const cut = (socket: CandidateSocket, reason: CutReason): void => {
    metrics.cut(reason);
    socket.disconnect(true);
  };
  const expiry = new TokenExpiry({ sessions, clock, log, renewGraceMs: limits.renewGraceMs, cut });
  const events = candidateEvents({
    useCases,
    sessions,
    rateLimits,
    show: (socket, attemptId, deviceId) => showAttempt(socket, attemptId, deviceId, useCases),
    renewed: (socket, expiresAt) => {
      socket.data.who = { ...socket.data.who, expiresAt };
      if (socket.connected) expiry.watch(socket);
    },
  });
  const { inFlightPerSocket } = limits;
  const guard = new Guard(events, { rateLimits, clock, log, metrics, inFlightPerSocket });
  const userSockets = new UserSockets<CandidateSocket>(limits.socketsPerUser, (socket) =>
    cut(socket, 'user-limit'),
  );
  serveCandidates(namespace, {
    useCases,
    door,
    guard,
    expiry,
    userSockets,
    metrics,
    tokens,
    ended,
    clock,
    presence: options.presence,
  });
  ended.onEnded((sessionId) => {
    for (const socket of userSockets.ofSession(sessionId)) cut(socket, 'session-ended');
  });
  const proctors = serveProctors(io.of('/proctor'), {
    ...{ sessions, ended, rateLimits, clock, log, metrics, tokens, door, limits },
    rooms: options.rooms,
  });
  const expire = () => void Promise.all([expiry.tick(), proctors.expire()]);
  const ticker = setInterval(expire, limits.expiryTickMs);

  let stopped: Promise<void> | undefined;
  /** Connections that are there go on; new ones find the other nodes. */
  const stopListening = (): Promise<void> => {
    stopped ??= new Promise<void>((resolve) => httpServer.close(() => resolve()));
    return stopped;
  };
  const closed = new AbortController();
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    clearInterval(ticker);
    closed.abort();
    door.shut();
    const ended = stopListening();
    const patience = setTimeout(() => door.terminate(), limits.closePatienceMs);
    door.closeConnections();
    await ended;
    clearTimeout(patience);
    await io.close();
    door.detach();
  };
  const close = (): Promise<void> => (closing ??= closeAll());
  return {
    audience: createAudience({ namespace, spansNodes: bus !== null }),
    connections: () => ({
      candidates: namespace.sockets.size,
      proctors: proctors.count,
      strangers: door.strangers,
    }),
    proctors,
    async drain() {
      door.shut();
      void stopListening();
      const candidates = [...namespace.sockets.values()];
      const leaving = candidates.map((socket) => ({ socket, finish: () => guard.finish(socket) }));
      await drainSockets([...leaving, ...proctors.leaving()], limits, closed.signal);
      await close();
    },
    close,
  };
}
