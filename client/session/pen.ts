import type { OpenReply } from '../../server/protocol/candidate.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import { Backoff } from './backoff.ts';
import type { CallOff, Environment } from './environment.ts';
import type { Unsubscribe } from './observable.ts';
import type { ServerClock } from './serverClock.ts';
import { isForNow, isPassing, type Transport } from './transport.ts';

export interface PenOptions {
  readonly transport: Pick<Transport, 'open' | 'link' | 'onLink'>;
  readonly environment: Environment;
  readonly clock: ServerClock;
  /** Whether questions are here that want their keys. */
  readonly wantsKeys: (examId: string) => boolean;
  /** Called as the question leaves: the reply knows nothing of what is acknowledged after it. */
  readonly onAsk: () => void;
  /** Awaited before the pen counts as settled. */
  readonly onReply: (reply: OpenReply) => Promise<void> | void;
  readonly onRefused: (error: WireError) => void;
  /** Another page was let in while this one waited to be. */
  readonly onOvertaken: () => void;
  readonly onSettled: () => void;
}

/** Between two asks for what is refused for now, ms; not all pages that wait ask at once. */
const pause = { leastMs: 5_000, spreadMs: 3_000 };

/**
 * This page's hold on an attempt. It asks without an epoch until it has the pen once, when the candidate wants to write here;
 * after that only with its epoch, after every reconnect and in every doubt. So it never takes the pen back by itself. Where
 * another device has to be released it waits for that, until another page has the pen.
 */
export class Pen {
  readonly #options: PenOptions;
  readonly #backoff: Backoff;
  readonly #unsubscribe: Unsubscribe;
  #examId: string | null = null;
  #deviceId = '';
  #epoch: number | null = null;
  /** The epoch whose device has to be released before this page may take the pen; `null` while it waits for none. */
  #waitsBehind: number | null = null;
  #isAsking = false;
  #isStale = false;
  #isSettled = false;
  #isClosed = false;
  #retry: CallOff | null = null;
  #waiters: (() => void)[] = [];

  constructor(options: PenOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.environment);
    this.#unsubscribe = options.transport.onLink((link) => {
      if (link.kind === 'up') this.check();
      else this.#doubt();
    });
  }

  /** The server has given its word on this hold, yes or no, and nothing has made it doubtful since. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Whether this epoch is a later page's. While this page is taking the pen itself, nothing has overtaken it. */
  isOvertakenBy(epoch: number): boolean {
    return this.#epoch !== null && epoch > this.#epoch;
  }

  take(examId: string, deviceId: string): void {
    this.#examId = examId;
    this.#deviceId = deviceId;
    this.#epoch = null;
    this.#waitsBehind = null;
    this.check();
  }

  /** Something may have changed: ask. */
  check(): void {
    this.#doubt();
    this.#isStale = true;
    void this.#ask();
  }

  /** Asks nothing more until it is taken again. */
  forget(): void {
    this.#examId = null;
    this.#doubt();
  }

  /** Resolves when the pen is settled, or closed. */
  whenSettled(): Promise<void> {
    if (this.#isSettled || this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** No timer is left and nothing more is asked. */
  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.#examId = null;
    this.#doubt();
    this.#releaseWaiters();
  }

  #doubt(): void {
    this.#isSettled = false;
    this.#retry?.();
    this.#retry = null;
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#isStale && this.#examId !== null && this.#options.transport.link.kind === 'up') {
        this.#isStale = false;
        await this.#askOnce(this.#examId);
      }
    } catch (error) {
      // Without a settled pen nothing is sent any more: whatever went wrong, it is asked again.
      this.#options.environment.report(error);
      if (this.#examId !== null) this.#askLater();
    } finally {
      this.#isAsking = false;
    }
    if (!this.#isSettled) return;
    this.#releaseWaiters();
    this.#options.onSettled();
  }

  async #askOnce(examId: string): Promise<void> {
    const { transport, environment, clock, wantsKeys, onAsk, onReply } = this.#options;
    const [deviceId, epoch, behind] = [this.#deviceId, this.#epoch, this.#waitsBehind];
    const sentAt = environment.monotonic();
    onAsk();
    const outcome = await transport.open({
      examId,
      deviceId,
      ...(behind !== null ? { waits: true } : epoch !== null ? { epoch } : {}),
      ...(wantsKeys(examId) ? { sealed: true } : {}),
    });
    const isSameAsk = this.#epoch === epoch && this.#waitsBehind === behind;
    if (this.#examId !== examId || this.#deviceId !== deviceId || !isSameAsk) return;
    switch (outcome.kind) {
      case 'done':
        clock.sample({ serverNow: outcome.reply.serverNow, sentAt, receivedAt: environment.monotonic() });
        this.#epoch = outcome.reply.epoch;
        this.#waitsBehind = null;
        await onReply(outcome.reply);
        return this.#settle();
      case 'unknown':
        return this.#askLater();
      case 'error':
        if (isPassing(outcome.error)) return this.#askLater(outcome.error.retryAfterMs);
        this.#refused(outcome.error);
        return this.#settle();
    }
  }

  #refused(error: WireError): void {
    const behind = error.code === 'takeover-needs-release' ? holderOf(error) : null;
    if (behind !== null && this.#waitsBehind !== null && behind > this.#waitsBehind) return this.#overtaken();
    this.#waitsBehind ??= behind;
    if (isForNow(error)) this.#askIn(pause.leastMs + pause.spreadMs * this.#options.environment.random());
    this.#options.onRefused(error);
  }

  /** What has an epoch is told the same whenever it asks; what has none asks nothing more until it is taken again. */
  #overtaken(): void {
    this.#waitsBehind = null;
    if (this.#epoch === null) this.#examId = null;
    this.#options.onOvertaken();
  }

  #settle(): void {
    this.#backoff.reset();
    this.#isSettled = !this.#isStale && this.#options.transport.link.kind === 'up';
  }

  #releaseWaiters(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const release of waiters) release();
  }

  #askLater(retryAfterMs?: number): void {
    this.#askIn(this.#backoff.next(retryAfterMs));
  }

  #askIn(ms: number): void {
    this.#retry?.();
    this.#retry = this.#options.environment.after(ms, () => this.check());
  }
}

/** The epoch that has the pen. */
function holderOf(error: WireError): number {
  const epoch = error.details?.['epoch'];
  return typeof epoch === 'number' ? epoch : 0;
}
