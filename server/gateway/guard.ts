import type { z } from 'zod';
import { type Charge, refusedFor } from '../app/charge.ts';
import type { Metrics } from '../app/metrics.ts';
import { parsePayload } from '../app/payload.ts';
import type { Claims, Clock, Log, RateLimits } from '../app/ports.ts';
import { fail, type Result } from '../app/result.ts';
import { unexpected } from '../app/unexpected.ts';
import type { Ack } from '../protocol/errors.ts';
import type { SignedInSocket } from './types.ts';

/** One request of somebody signed in, parsed. */
export interface Call<Request, Socket> {
  readonly socket: Socket;
  readonly who: Claims;
  readonly request: Request;
  /** Server time at which the message arrived, before any queue. */
  readonly receivedAt: number;
}

/** One event of the namespace: its payload, its price, and what answers it. */
export interface EventSpec<Request, Socket> {
  readonly schema: z.ZodType<Request>;
  price(request: NoInfer<Request>): readonly Charge[];
  handle(call: Call<NoInfer<Request>, Socket>): Promise<Result<object>>;
}

export type AnyEvent<Socket> = (
  socket: Socket,
  payload: unknown,
  receivedAt: number,
) => Promise<Result<object>>;

export interface GuardDeps {
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly inFlightPerSocket: number;
}

const retryWhenFull = { retryAfterMs: 500 };

/** Of a connection that is about to end: by then it is another one. */
const retryElsewhere = { retryAfterMs: 100 };

/** Binds an event's parts together: parse, charge, carry out. */
export function defineEvent<Request, Socket extends SignedInSocket>(
  { schema, price, handle }: EventSpec<Request, Socket>,
  { rateLimits }: Pick<GuardDeps, 'rateLimits'>,
): AnyEvent<Socket> {
  return async (socket, payload, receivedAt) => {
    const parsed = parsePayload(schema, payload);
    if (!parsed.ok) return parsed;
    const { who } = socket.data;
    const refused = refusedFor(price(parsed.value), who.userId, rateLimits, receivedAt);
    if (refused !== null) return refused;
    return handle({ socket, who, request: parsed.value, receivedAt });
  };
}

/**
 * The one way in for everything a connection sends. Stamps the arrival first; answers every request exactly once,
 * whatever it holds and whether or not the client listens; what fails unexpectedly becomes `internal` and is logged.
 */
export class Guard<Socket extends SignedInSocket> {
  readonly #events: ReadonlyMap<string, AnyEvent<Socket>>;
  readonly #deps: GuardDeps;
  readonly #finishing = new Map<Socket, () => void>();

  constructor(events: ReadonlyMap<string, AnyEvent<Socket>>, deps: GuardDeps) {
    this.#events = events;
    this.#deps = deps;
  }

  /** From now on this connection's requests are turned down; resolves when those before are answered. */
  finish(socket: Socket): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#finishing.set(socket, resolve);
    if (socket.data.inFlight === 0) resolve();
    return promise;
  }

  receive(socket: Socket, name: unknown, args: readonly unknown[]): void {
    const receivedAt = this.#deps.clock.now();
    const { payload, ack } = split(args);
    const event = typeof name === 'string' && this.#events.has(name) ? name : 'unknown';
    this.#begin(socket);
    void this.#resultOf(socket, event, payload, receivedAt)
      .then((result) => {
        const outcome = result.ok ? 'ok' : result.error.code;
        this.#deps.metrics.answered('socket', event, outcome, this.#deps.clock.now() - receivedAt);
        ack?.(result.ok ? { ok: true, ...result.value } : { ok: false, error: result.error });
      })
      .catch((error: unknown) => this.#deps.log.error({ err: error, event }, 'A reply could not be given.'))
      .finally(() => this.#end(socket));
  }

  async #resultOf(
    socket: Socket,
    event: string,
    payload: unknown,
    receivedAt: number,
  ): Promise<Result<object>> {
    const carryOut = this.#events.get(event);
    if (carryOut === undefined) return fail('unknown-event');
    if (this.#finishing.has(socket)) return fail('busy', retryElsewhere);
    if (socket.data.inFlight > this.#deps.inFlightPerSocket) return fail('busy', retryWhenFull);
    try {
      return await carryOut(socket, payload, receivedAt);
    } catch (error) {
      const { userId } = socket.data.who;
      return unexpected(error, crypto.randomUUID(), this.#deps.log, { event, userId });
    }
  }

  #begin(socket: Socket): void {
    socket.data.inFlight += 1;
  }

  #end(socket: Socket): void {
    socket.data.inFlight -= 1;
    if (socket.data.inFlight === 0) this.#finishing.get(socket)?.();
  }
}

type Answer = (reply: Ack<object>) => void;

/** The payload and the acknowledgement function, either of which may be missing. More than one payload is none. */
function split(args: readonly unknown[]): { payload: unknown; ack: Answer | undefined } {
  const last = args.at(-1);
  const ack = typeof last === 'function' ? (reply: Ack<object>) => void last(reply) : undefined;
  const payloads = ack === undefined ? args : args.slice(0, -1);
  return { payload: payloads.length === 1 ? payloads[0] : undefined, ack };
}
