import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import type { EndedSessions, NodeBus } from '../../app/ports/live.ts';
import type { RateLimits } from '../../app/ports.ts';
import { fail } from '../../app/result.ts';
import type { Presence } from '../../app/roster/rosterFeed.ts';
import type {
  CandidateUseCases,
  PublicUseCases,
  SessionUseCases,
  StaffIncidentUseCases,
  StaffUseCases,
} from '../../app/useCases.ts';
import { bucketSettings } from '../../config/buckets.ts';
import { createGateway, type Gateway } from '../../gateway/createGateway.ts';
import type { GatewayLimits } from '../../gateway/limits.ts';
import type { RoomSource } from '../../gateway/roomDesk.ts';
import { createHttp, type HttpOptions } from '../../http/createHttp.ts';
import { createHttpServer } from '../../http/httpServer.ts';
import { createMemoryEndedSessions } from '../../live/memory/endedSessions.ts';
import { createMemoryRateLimits } from '../../live/memory/rateLimits.ts';
import {
  agreeablePublic,
  agreeableSessions,
  agreeableStaff,
  agreeableUseCases,
  claims,
  FakeClock,
  MemoryLog,
  MemoryMetrics,
  testTokens,
} from './fakes.ts';

export const origin = 'https://exam.test';

/** Rooms of a server that has no exam. */
const noRooms: RoomSource = {
  open: async () => fail('not-found'),
  leave: () => undefined,
  mayWatch: async () => true,
  tick: () => [],
};

export interface DoorsOptions {
  readonly useCases?: Partial<CandidateUseCases>;
  readonly staff?: Partial<StaffUseCases & StaffIncidentUseCases>;
  readonly sessions?: Partial<SessionUseCases>;
  readonly publicUseCases?: PublicUseCases;
  readonly rateLimits?: RateLimits;
  readonly limits?: Partial<GatewayLimits>;
  readonly http?: Partial<HttpOptions>;
  readonly trustedProxies?: number;
  readonly bus?: NodeBus;
  readonly presence?: Presence;
  readonly rooms?: RoomSource;
}

export interface Doors {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  readonly port: number;
  readonly httpServer: HttpServer;
  readonly gateway: Gateway;
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  readonly metrics: MemoryMetrics;
  readonly ended: EndedSessions;
  /** The attempts that connections show at the moment. */
  readonly attending: readonly string[];
  /** A socket of namespace `/candidate` that is not waited for. */
  socket(token: unknown, options?: { readonly origin?: string; readonly namespace?: string }): Socket;
  /** A connected socket of this user. */
  connect(userId?: string): Promise<Socket>;
  tokenOf(userId?: string): string;
  close(): Promise<void>;
}

/** Both doors of one node on a free port, before use cases that agree to everything. */
export async function startDoors(options: DoorsOptions = {}): Promise<Doors> {
  const clock = new FakeClock();
  const log = new MemoryLog();
  const metrics = new MemoryMetrics();
  const agreeable = agreeableUseCases();
  const common = {
    useCases: { ...agreeable, ...options.useCases },
    presence: options.presence ?? { arrived: () => undefined, left: () => undefined },
    rooms: options.rooms ?? noRooms,
    sessions: { ...agreeableSessions(clock), ...options.sessions },
    tokens: testTokens,
    ended: createMemoryEndedSessions(),
    rateLimits: options.rateLimits ?? createMemoryRateLimits(bucketSettings),
    clock,
    log,
    metrics,
    allowedOrigins: new Set([origin]),
    trustedProxies: options.trustedProxies ?? 0,
  };
  const app = createHttp({
    ...common,
    staff: { ...agreeableStaff, ...options.staff },
    publicUseCases: options.publicUseCases ?? agreeablePublic,
    publicUrl: origin,
    webFolder: null,
    mediaFolder: null,
    readiness: async () => null,
    live: () => 'alone',
    registry: new Registry(),
    jwks: () => ({ keys: [] }),
    ...options.http,
  });
  const httpServer = createHttpServer(app);
  const gateway = createGateway({
    ...common,
    bus: options.bus ?? null,
    httpServer,
    limits: { expiryTickMs: 10, closePatienceMs: 50, ...options.limits },
  });
  httpServer.listen(0, '127.0.0.1');
  await once(httpServer, 'listening');
  const { port } = httpServer.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const sockets: Socket[] = [];
  const tokenOf = (userId?: string) => testTokens.sign(claims(userId), clock.now()).accessToken;
  const socket: Doors['socket'] = (token, { origin: from, namespace = '/candidate' } = {}) => {
    const made = io(`${url}${namespace}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { token },
      ...(from !== undefined && { extraHeaders: { Origin: from } }),
    });
    sockets.push(made);
    return made;
  };
  return {
    ...{
      url,
      port,
      httpServer,
      gateway,
      clock,
      log,
      metrics,
      ended: common.ended,
      attending: agreeable.attending,
      socket,
      tokenOf,
    },
    async connect(userId) {
      const made = socket(tokenOf(userId));
      await connected(made);
      return made;
    },
    async close() {
      for (const made of sockets) made.disconnect();
      await gateway.close();
    },
  };
}

/** Resolves when the socket is connected, rejects with the server's reason when it is turned away. */
export function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}

/** The error that a socket is turned away with. */
export async function refusalOf(socket: Socket): Promise<Error & { data?: unknown }> {
  return connected(socket).then(
    () => {
      throw new Error('The socket was let in.');
    },
    (error: Error) => error,
  );
}
