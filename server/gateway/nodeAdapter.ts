import { createAdapter } from '@socket.io/redis-adapter';
import type { NodeBus } from '../app/ports/live.ts';
import type { Log } from '../app/ports.ts';

type AdapterFactory = ReturnType<typeof createAdapter>;

/** What the adapter takes for its two clients of Redis, as far as it uses them. */
type Event = 'pmessageBuffer' | 'messageBuffer' | 'error';
type Listener = (...args: unknown[]) => unknown;

/** How long the adapter waits for the others when it asks them something, ms. Nothing here asks. */
const requestsTimeout = 1_000;

/**
 * Joins the namespaces of several nodes by the Redis adapter, but over our own bus: it carries only what nodes of this
 * installation have sent, and loses what cannot be sent. The adapter itself leaves the failure of a publish unhandled and
 * throws at what it cannot decode, either of which would end the process.
 */
export function createNodeAdapter(bus: NodeBus, log: Log): AdapterFactory {
  const client = new BusClient(bus, log);
  return createAdapter(client, client, { key: 'sockets', requestsTimeout });
}

class BusClient {
  readonly #bus: NodeBus;
  readonly #log: Log;
  readonly #listeners = new Map<Event, Set<Listener>>();
  readonly #stops = new Map<string, () => void>();

  constructor(bus: NodeBus, log: Log) {
    this.#bus = bus;
    this.#log = log;
  }

  on(event: Event, listener: Listener): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  off(event: Event, listener: Listener): void {
    this.#listeners.get(event)?.delete(listener);
  }

  /** The adapter warns of clients without a handler of errors; this one has none to handle. */
  listenerCount(): number {
    return 2;
  }

  publish(channel: string, message: string | Uint8Array): void {
    this.#bus.publish(channel, Buffer.from(message));
  }

  psubscribe(pattern: string): void {
    this.#listen(pattern, (channel, message) => this.#emit('pmessageBuffer', [pattern, channel, message]));
  }

  subscribe(channels: readonly string[]): void {
    for (const channel of channels) {
      this.#listen(channel, (_name, message) => this.#emit('messageBuffer', [channel, message]));
    }
  }

  punsubscribe(pattern: string): void {
    this.#stop(pattern);
  }

  unsubscribe(channels: readonly string[]): void {
    for (const channel of channels) this.#stop(channel);
  }

  #listen(channels: string, listener: (channel: string, message: Buffer) => void): void {
    this.#stops.set(channels, this.#bus.listen(channels, listener));
  }

  #stop(channels: string): void {
    this.#stops.get(channels)?.();
    this.#stops.delete(channels);
  }

  /** Of the adapter's handlers some throw and some reject. */
  #emit(event: Event, args: readonly unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      void (async () => listener(...args))().catch((error: unknown) => {
        this.#log.error({ err: error }, 'A message between the sockets of two nodes could not be used.');
      });
    }
  }
}
