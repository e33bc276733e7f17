import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { clientAddress, limitKey } from '../app/address.ts';
import type { CutReason, Metrics } from '../app/metrics.ts';
import type { Clock } from '../app/ports.ts';
import { wireError } from '../protocol/errorSentences.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { GatewayLimits } from './limits.ts';
import { type Stranger, Strangers } from './strangers.ts';
import type { CandidateSocket, SocketServer } from './types.ts';

type Connection = CandidateSocket['conn'];

/** What has come over a connection. Times are epoch ms. */
interface Traffic {
  heardAt: number;
  /** Packets are counted from then on. */
  since: number;
  packets: number;
}

/** What a connection that is seen off may still have to read, in bytes. */
const maxFarewellBytes = 64 * 1024;

export interface DoorDeps {
  readonly httpServer: HttpServer;
  readonly allowedOrigins: ReadonlySet<string>;
  /** How many proxies of our own stand in front; their X-Forwarded-For is believed. */
  readonly trustedProxies: number;
  readonly limits: GatewayLimits;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/**
 * Who may connect at all, before anybody has signed in: Origin, connections per address, connections that nobody has
 * signed in on, packets per connection. Plain TCP connections count as well, so that filling the server with
 * half-open requests helps nobody.
 */
export class Door {
  readonly #deps: DoorDeps;
  readonly #strangers: Strangers;
  readonly #strangerOf = new WeakMap<object, Stranger>();
  readonly #perAddress = new Map<string, number>();
  readonly #tcp = new Set<TcpSocket>();
  readonly #connections = new Set<Connection>();
  readonly #traffic = new WeakMap<Connection, Traffic>();
  #closed = false;

  constructor(deps: DoorDeps) {
    const { limits, trustedProxies, httpServer } = deps;
    this.#deps = deps;
    this.#strangers = new Strangers({ total: limits.strangers, perAddress: limits.strangersPerAddress });
    httpServer.on('connection', this.#onTcp);
    // Behind a proxy all TCP connections come from one address and are the proxy's to guard.
    if (trustedProxies === 0) httpServer.on('request', this.#onRequest);
  }

  get strangers(): number {
    return this.#strangers.count;
  }

  /** When anything came over this connection last, epoch ms: also an answer to a ping. */
  heardAt(connection: Connection): number {
    return this.#traffic.get(connection)?.heardAt ?? this.#deps.clock.now();
  }

  /** From now on nobody new is let in. */
  shut(): void {
    this.#closed = true;
  }

  /** Ends every connection after what was written to it; a client that can comes back by itself. */
  closeConnections(): void {
    for (const connection of this.#connections) connection.close();
  }

  /** Ends every connection at once, also those whose other side no longer answers. */
  terminate(): void {
    for (const tcp of this.#tcp) tcp.destroy();
  }

  detach(): void {
    this.#deps.httpServer.off('connection', this.#onTcp);
    this.#deps.httpServer.off('request', this.#onRequest);
  }

  /** For Engine.IO: decides about an upgrade request. */
  readonly allowRequest = (
    request: IncomingMessage,
    decide: (error: string | null | undefined, success: boolean) => void,
  ): void => {
    const refusal = this.#refusalOf(request);
    if (refusal === null) {
      decide(null, true);
    } else {
      this.#deps.metrics.cut(refusal.reason);
      decide(JSON.stringify({ ok: false, error: wireError(refusal.code) }), false);
    }
  };

  #refusalOf(request: IncomingMessage): { code: ErrorCode; reason: CutReason } | null {
    const { origin } = request.headers;
    if (this.#closed) return { code: 'busy', reason: 'draining' };
    if (origin !== undefined && !this.#deps.allowedOrigins.has(origin)) {
      return { code: 'wrong-origin', reason: 'origin' };
    }
    const live = this.#perAddress.get(this.#addressOf(request)) ?? 0;
    if (live >= this.#deps.limits.socketsPerAddress) return { code: 'rate-limited', reason: 'address-limit' };
    return null;
  }

  /** Watches every connection of `io` from its upgrade on. */
  watch(io: SocketServer): void {
    io.engine.on('connection', (connection: Connection) => this.#onConnection(connection));
  }

  /** Somebody has signed in on this connection. */
  signedIn(connection: Connection): void {
    this.#strangerOf.get(connection)?.leave();
    this.#strangerOf.delete(connection);
  }

  #onConnection(connection: Connection): void {
    const { request } = connection;
    const { socket: tcp } = request;
    const address = this.#addressOf(request);
    this.#connections.add(connection);
    this.#count(address, 1);
    const stranger =
      this.#strangerOf.get(tcp) ??
      this.#strangers.admit(address, () => this.#cut(connection, 'stranger-limit'));
    this.#strangerOf.set(connection, stranger);
    connection.on('packet', this.#floodGuard(connection));
    connection.once('close', () => {
      this.#connections.delete(connection);
      this.#count(address, -1);
      stranger.leave();
      this.#seeOff(tcp);
    });
    // Three kilobytes that nothing needs any more, for as long as the candidate stays. Listeners of Engine.IO hold on to the
    // request, so it is emptied as well.
    for (const key of Reflect.ownKeys(request)) Reflect.deleteProperty(request, key);
    Reflect.set(connection, 'request', null);
  }

  /** Does not wait for the other side to agree; until the connection is gone it counts like one that says nothing. */
  #seeOff(tcp: TcpSocket): void {
    if (tcp.destroyed) return;
    if (tcp.writableLength > maxFarewellBytes) tcp.destroy();
    else tcp.destroySoon();
    if (!tcp.destroyed && this.#deps.trustedProxies === 0) this.#admit(tcp);
  }

  #floodGuard(connection: Connection): () => void {
    const { clock, limits } = this.#deps;
    const traffic: Traffic = { heardAt: clock.now(), since: clock.now(), packets: 0 };
    this.#traffic.set(connection, traffic);
    return () => {
      const now = clock.now();
      traffic.heardAt = now;
      if (now - traffic.since > limits.floodWindowMs) {
        traffic.since = now;
        traffic.packets = 0;
      }
      traffic.packets += 1;
      const most = this.#strangerOf.has(connection) ? limits.packetsBeforeSignIn : limits.packetsPerWindow;
      if (traffic.packets > most) this.#cut(connection, 'flood');
      else if (unsent(connection) > limits.unsentPackets) this.#cut(connection, 'slow-reader');
    };
  }

  #cut(connection: Connection, reason: CutReason): void {
    this.#deps.metrics.cut(reason);
    connection.close(true);
  }

  readonly #onTcp = (tcp: TcpSocket): void => {
    this.#tcp.add(tcp);
    tcp.once('close', () => {
      this.#tcp.delete(tcp);
      this.#strangerOf.get(tcp)?.leave();
    });
    if (this.#deps.trustedProxies === 0) this.#admit(tcp);
  };

  /** While a request is being answered its connection is not idle; afterwards it is one that waits. */
  readonly #onRequest = ({ socket: tcp }: IncomingMessage, response: ServerResponse): void => {
    this.#strangerOf.get(tcp)?.leave();
    response.once('close', () => {
      if (!tcp.destroyed) this.#admit(tcp);
    });
  };

  #admit(tcp: TcpSocket): void {
    const address = limitKey(clientAddress(tcp.remoteAddress, undefined, 0));
    const stranger = this.#strangers.admit(address, () => {
      this.#deps.metrics.cut('stranger-limit');
      tcp.destroy();
    });
    this.#strangerOf.set(tcp, stranger);
  }

  #addressOf(request: IncomingMessage): string {
    const forwarded = request.headers['x-forwarded-for'];
    const list = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    return limitKey(clientAddress(request.socket.remoteAddress, list, this.#deps.trustedProxies));
  }

  #count(address: string, change: 1 | -1): void {
    const live = (this.#perAddress.get(address) ?? 0) + change;
    if (live === 0) this.#perAddress.delete(address);
    else this.#perAddress.set(address, live);
  }
}

/** Packets that wait because the other side does not read. Engine.IO keeps them in a private list. */
function unsent(connection: Connection): number {
  const waiting: unknown = Reflect.get(connection, 'writeBuffer');
  return Array.isArray(waiting) ? waiting.length : 0;
}
