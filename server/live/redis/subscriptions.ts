import type { Redis } from 'ioredis';

/**
 * What one connection listens to. Redis forgets it with the connection, so it is told again at every new one. Channels
 * that end in `*` stand for all that begin so.
 */
export class Subscriptions {
  readonly #redis: Redis;
  readonly #wanted = new Set<string>();
  #settled: Promise<unknown> = Promise.resolve();

  /** `receive` is called with what was asked for, the channel that it came on, and the message. */
  constructor(redis: Redis, receive: (wanted: string, channel: string, message: Buffer) => void) {
    this.#redis = redis;
    redis.on('ready', () => this.#tell([...this.#wanted]));
    redis.on('messageBuffer', (channel: Buffer, message: Buffer) =>
      receive(channel.toString(), channel.toString(), message),
    );
    redis.on('pmessageBuffer', (pattern: string | Buffer, channel: Buffer, message: Buffer) =>
      receive(pattern.toString(), channel.toString(), message),
    );
  }

  /** Called when Redis has been told of everything that is wanted on a new connection. */
  onReady(listener: () => void): void {
    this.#redis.on('ready', () => void this.settled().then(listener));
  }

  add(channels: string): void {
    this.#wanted.add(channels);
    if (this.#redis.status === 'ready') this.#tell([channels]);
  }

  remove(channels: string): void {
    this.#wanted.delete(channels);
    if (this.#redis.status !== 'ready') return;
    const told = isPattern(channels) ? this.#redis.punsubscribe(channels) : this.#redis.unsubscribe(channels);
    told.catch(() => undefined);
  }

  /** Resolves when everything that Redis was told of has been answered, or cannot be. */
  async settled(): Promise<void> {
    await this.#settled;
  }

  /** Makes the connection anew, unless that is under way. */
  reset(): void {
    if (this.#redis.status !== 'reconnecting') this.#redis.disconnect(true);
  }

  close(): void {
    this.#redis.disconnect();
  }

  #tell(wanted: readonly string[]): void {
    const patterns = wanted.filter(isPattern);
    const names = wanted.filter((channels) => !isPattern(channels));
    const told = [
      ...(patterns.length > 0 ? [this.#redis.psubscribe(...patterns)] : []),
      ...(names.length > 0 ? [this.#redis.subscribe(...names)] : []),
    ];
    this.#settled = Promise.all([this.#settled, Promise.allSettled(told)]);
  }
}

function isPattern(channels: string): boolean {
  return channels.endsWith('*');
}
