import { Redis } from 'ioredis';
import type { LiveCounts, NodeBus } from '../../app/ports/live.ts';
import type { Log } from '../../app/ports.ts';
import { channels, type Keys } from './keys.ts';
import type { MessageSeal } from './messageSeal.ts';
import { Subscriptions } from './subscriptions.ts';

export interface RedisLinkOptions {
  readonly url: string;
  readonly nodeId: string;
  readonly keys: Keys;
  readonly seal: MessageSeal;
  /** Monotonic, ms. */
  readonly elapsed: () => number;
  readonly log: Log;
  /** How often a node says that it is there, ms. */
  readonly pulseMs: number;
}

type Listener = Parameters<NodeBus['listen']>[1];

export const defaultPulseMs = 1_000;

/** Who has not heard of itself through Redis for so many pulses is stale. */
const stalePulses = 3;

/** How long a command may take, ms: nobody waits longer for Redis. */
const commandMs = 500;

const reportRejectedEveryMs = 60_000;

/**
 * One node's two connections to Redis: one for commands, one to listen. Once a second the node publishes a pulse and
 * hears it itself; that proves the whole way, also past a Redis that is connected and frozen. While its own pulse is not
 * heard the node is stale: commands are not tried, messages are dropped, and the connections are made anew until it is.
 */
export class RedisLink implements NodeBus {
  readonly #options: RedisLinkOptions;
  readonly #staleMs: number;
  readonly #commands: Redis;
  readonly #subscriptions: Subscriptions;
  readonly #receivers = new Map<string, Set<Listener>>();
  readonly #listeners: ((isStale: boolean) => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  #isStale = true;
  #isReported = false;
  #heardAt: number;
  #tickedAt: number;
  #resetAt: number;
  #rejectedReportAt = -reportRejectedEveryMs;
  #reason = 'no answer';
  #outages = 0;
  #rejected = 0;
  #lost = 0;

  constructor(options: RedisLinkOptions) {
    this.#options = options;
    this.#staleMs = stalePulses * options.pulseMs;
    this.#heardAt = options.elapsed();
    this.#tickedAt = this.#heardAt;
    this.#resetAt = this.#heardAt;
    this.#commands = this.#connect('commands');
    this.#subscriptions = new Subscriptions(this.#connect('listener'), (wanted, channel, sealed) =>
      this.#receive(wanted, channel, sealed),
    );
    this.#timer = setInterval(() => this.#tick(), options.pulseMs);
    this.#commands.on('ready', () => this.#pulse());
    this.listen(channels.pulse, (_channel, message) => {
      if (message.toString() === options.nodeId) this.#hearMyself();
    });
    this.#subscriptions.onReady(() => this.#pulse());
  }

  isStale(): boolean {
    return this.#isStale;
  }

  onStale(listener: (isStale: boolean) => void): void {
    this.#listeners.push(listener);
  }

  counts(): LiveCounts {
    return { outages: this.#outages, rejected: this.#rejected, lost: this.#lost };
  }

  /** Asks Redis. `null`: it gave no answer in time, and what was asked for may or may not have been done. */
  async run<T extends NonNullable<unknown>>(work: (redis: Redis) => Promise<T>): Promise<T | null> {
    if (this.#isStale) return null;
    try {
      return await work(this.#commands);
    } catch (error) {
      this.#note(error);
      this.#lost += 1;
      return null;
    }
  }

  publish(channel: string, message: Uint8Array): void {
    if (this.#isStale) {
      this.#lost += 1;
      return;
    }
    this.#send(channel, message);
  }

  listen(channels: string, listener: Listener): () => void {
    const wanted = this.#options.keys.channel(channels);
    const known = this.#receivers.get(wanted);
    if (known === undefined) {
      this.#receivers.set(wanted, new Set([listener]));
      this.#subscriptions.add(wanted);
    } else {
      known.add(listener);
    }
    return () => this.#unlisten(wanted, listener);
  }

  /** Resolves when Redis has been told of everything that is listened to, or cannot be reached. */
  settled(): Promise<void> {
    return this.#subscriptions.settled();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#commands.disconnect();
    this.#subscriptions.close();
  }

  #connect(use: string): Redis {
    const { url, pulseMs } = this.#options;
    const staleMs = this.#staleMs;
    const redis = new Redis(url, {
      protocol: 2,
      connectionName: `pariksha-${use}`,
      commandTimeout: commandMs,
      socketTimeout: staleMs,
      connectTimeout: staleMs,
      keepAlive: pulseMs,
      enableOfflineQueue: false,
      autoResubscribe: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (tries) => Math.min(tries * 50, pulseMs),
    });
    redis.on('error', (error) => this.#note(error));
    return redis;
  }

  #tick(): void {
    const now = this.#options.elapsed();
    // While this process itself did not run it could not have heard anything.
    this.#heardAt += Math.max(0, now - this.#tickedAt - this.#options.pulseMs);
    this.#tickedAt = now;
    if (now - this.#heardAt > this.#staleMs) {
      this.#becomeStale();
      if (now - this.#resetAt > this.#staleMs) this.#reset(now);
    }
    this.#pulse();
  }

  #pulse(): void {
    if (this.#commands.status === 'ready') this.#send(channels.pulse, Buffer.from(this.#options.nodeId));
  }

  #send(channel: string, message: Uint8Array): void {
    const name = this.#options.keys.channel(channel);
    this.#commands.publish(name, this.#options.seal.seal(name, message)).catch((error: unknown) => {
      this.#note(error);
      this.#lost += 1;
    });
  }

  #hearMyself(): void {
    const silentMs = Math.round(this.#options.elapsed() - this.#heardAt);
    this.#heardAt = this.#options.elapsed();
    if (!this.#isStale) return;
    this.#isStale = false;
    if (this.#isReported) {
      this.#options.log.info({ silentMs }, 'Redis is back: this node hears the others again.');
    }
    this.#isReported = false;
    for (const listener of this.#listeners) listener(false);
  }

  #becomeStale(): void {
    if (!this.#isReported) {
      this.#isReported = true;
      this.#outages += 1;
      this.#options.log.warn(
        { reason: this.#reason },
        'Redis is away: saving goes on, but this node does not hear the others. It tries again by itself.',
      );
    }
    if (this.#isStale) return;
    this.#isStale = true;
    for (const listener of this.#listeners) listener(true);
  }

  /** A frozen Redis keeps its connections, and so would we. */
  #reset(now: number): void {
    this.#resetAt = now;
    this.#subscriptions.reset();
    if (this.#commands.status !== 'reconnecting') this.#commands.disconnect(true);
  }

  #unlisten(wanted: string, listener: Listener): void {
    const receivers = this.#receivers.get(wanted);
    receivers?.delete(listener);
    if (receivers === undefined || receivers.size > 0) return;
    this.#receivers.delete(wanted);
    this.#subscriptions.remove(wanted);
  }

  /** Whatever a message holds, the process outlives it. */
  #receive(wanted: string, name: string, sealed: Buffer): void {
    const message = this.#options.seal.open(name, sealed);
    if (message === null) return this.#reject(name);
    const channel = name.slice(this.#options.keys.channel('').length);
    for (const listener of this.#receivers.get(wanted) ?? []) {
      try {
        listener(channel, message);
      } catch (error) {
        this.#options.log.error({ err: error, channel }, 'A message between nodes could not be used.');
      }
    }
  }

  #reject(channel: string): void {
    this.#rejected += 1;
    const now = this.#options.elapsed();
    if (now - this.#rejectedReportAt < reportRejectedEveryMs) return;
    this.#rejectedReportAt = now;
    this.#options.log.warn(
      { channel, rejected: this.#rejected },
      'A message in Redis is not from this installation, or is not new, and was dropped.',
    );
  }

  #note(error: unknown): void {
    if (error instanceof Error) this.#reason = error.message;
  }
}
