import type { AppendReply } from '../../server/protocol/candidate.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import { maxEntriesPerAppend } from '../../server/protocol/limits.ts';
import { Backoff } from './backoff.ts';
import type { CallOff, Environment } from './environment.ts';
import type { Journal } from './journal.ts';
import type { NumberedEntry } from './journalStore.ts';
import { isPassing, type Outcome, type Transport } from './transport.ts';

export interface OutboxOptions {
  readonly transport: Pick<Transport, 'append'>;
  readonly environment: Environment;
  /** Whether the server has answered for this page since the link came up. */
  readonly isReady: () => boolean;
  readonly onAcknowledged: (journal: Journal, entries: readonly NumberedEntry[], reply: AppendReply) => void;
  /** The server has lost these after it had acknowledged them; they are sent again. */
  readonly onRewound: (journal: Journal, entries: readonly NumberedEntry[]) => void;
  /** It is not known what the server holds of the journal: find out before anything else is sent. */
  readonly onDoubt: () => void;
  /** This journal cannot go on as it is; it stays in the store. */
  readonly onStuck: (journal: Journal, error: WireError) => void;
}

/** Counted since the session began. */
export interface Traffic {
  /** Entries sent for the first time. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Entries sent once more, because no answer came or the server asked again. */
  readonly resent: number;
}

/**
 * Sends journals: one append in flight, always from the first entry that is not acknowledged, so what comes meanwhile
 * joins the next message and nothing is dropped or overtaken. Resending is harmless; the numbers make it so.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #backoff: Backoff;
  #journals: readonly Journal[] = [];
  readonly #stuck = new Map<Journal, WireError>();
  readonly #sentThrough = new Map<Journal, number>();
  #traffic: Traffic = { sent: 0, acknowledged: 0, resent: 0 };
  /** Halved when the server finds a message too much, so that no limit of its can jam a journal; doubled again after. */
  #batchSize = maxEntriesPerAppend;
  #isInFlight = false;
  #waiting: CallOff | null = null;
  #waiters: { readonly journal: Journal; readonly release: () => void }[] = [];
  #isStopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.environment);
  }

  get traffic(): Traffic {
    return this.#traffic;
  }

  get journals(): readonly Journal[] {
    return this.#journals;
  }

  /** Why a journal does not go on; `undefined` while it does. */
  stuck(journal: Journal): WireError | undefined {
    return this.#stuck.get(journal);
  }

  /** From now on carries these, the first before the others. */
  carry(journals: readonly Journal[]): void {
    this.#journals = journals;
    this.#stuck.clear();
    this.pump();
  }

  /** Sends what can be sent. To be called whenever something may have become possible. */
  pump(): void {
    this.#releaseWaiters();
    if (this.#isStopped || this.#isInFlight || this.#waiting !== null) return;
    if (!this.#options.isReady()) return;
    const journal = this.#journals.find(
      (candidate) => !this.#stuck.has(candidate) && candidate.batch().length > 0,
    );
    if (journal) void this.#send(journal);
  }

  /** Resolves when nothing of this journal is pending that can still be sent, or when the outbox is stopped. */
  whenSettled(journal: Journal): Promise<void> {
    return new Promise((release) => {
      this.#waiters.push({ journal, release });
      this.#releaseWaiters();
    });
  }

  /** The server has 1…through of this journal. False when what follows is no longer here. */
  rewind(journal: Journal, through: number): boolean {
    const again = journal.rewind(through);
    if (again === null) return false;
    if (again.length > 0) this.#options.onRewound(journal, again);
    return true;
  }

  /** No timer is left and nothing more is sent. What is in flight may still be acknowledged, unheard. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting?.();
    this.#waiting = null;
    this.#releaseWaiters();
  }

  async #send(journal: Journal): Promise<void> {
    const entries = journal.batch(this.#batchSize);
    const first = entries[0];
    if (first === undefined) return;
    this.#isInFlight = true;
    this.#count(journal, entries);
    const outcome = await this.#options.transport.append({
      attemptId: journal.key.attemptId,
      epoch: journal.key.epoch,
      from: first.n,
      entries: entries.map(({ entry }) => entry),
    });
    this.#isInFlight = false;
    if (this.#isStopped) return;
    this.#settle(journal, outcome);
    this.pump();
  }

  #settle(journal: Journal, outcome: Outcome<AppendReply>): void {
    switch (outcome.kind) {
      case 'done':
        this.#backoff.reset();
        this.#batchSize = Math.min(this.#batchSize * 2, maxEntriesPerAppend);
        this.#acknowledge(journal, outcome.reply);
        break;
      case 'unknown':
        this.#wait();
        this.#options.onDoubt();
        break;
      case 'error':
        this.#settleError(journal, outcome.error);
    }
  }

  #settleError(journal: Journal, error: WireError): void {
    const isTooMuch = this.#shrink(error);
    if (isTooMuch || isPassing(error)) this.#wait(error.retryAfterMs);
    else if (error.code !== 'gap' || !this.#fillGap(journal, error)) {
      this.#stuck.set(journal, error);
      this.#options.onStuck(journal, error);
    }
  }

  #acknowledge(journal: Journal, reply: AppendReply): void {
    const entries = journal.acknowledge(reply.through);
    this.#traffic = { ...this.#traffic, acknowledged: this.#traffic.acknowledged + entries.length };
    this.#options.onAcknowledged(journal, entries, reply);
    // A server that acknowledges nothing of what it was sent must not be asked in a circle.
    if (entries.length === 0) this.#wait();
  }

  #shrink({ code }: WireError): boolean {
    const isTooMuch = (code === 'rate-limited' || code === 'too-large') && this.#batchSize > 1;
    if (isTooMuch) this.#batchSize = Math.ceil(this.#batchSize / 2);
    return isTooMuch;
  }

  #fillGap(journal: Journal, error: WireError): boolean {
    const through = error.details?.['through'];
    if (typeof through !== 'number' || !this.rewind(journal, through)) return false;
    this.#wait();
    this.#options.onDoubt();
    return true;
  }

  #wait(retryAfterMs?: number): void {
    this.#waiting?.();
    this.#waiting = this.#options.environment.after(this.#backoff.next(retryAfterMs), () => {
      this.#waiting = null;
      this.pump();
    });
  }

  #releaseWaiters(): void {
    const isSettled = (journal: Journal) => journal.pending.length === 0 || this.#stuck.has(journal);
    const [released, waiting] = partition(
      this.#waiters,
      ({ journal }) => this.#isStopped || isSettled(journal),
    );
    this.#waiters = waiting;
    for (const { release } of released) release();
  }

  #count(journal: Journal, entries: readonly NumberedEntry[]): void {
    const sentThrough = this.#sentThrough.get(journal) ?? 0;
    const fresh = entries.filter(({ n }) => n > sentThrough).length;
    const last = entries.at(-1)?.n ?? 0;
    this.#sentThrough.set(journal, Math.max(sentThrough, last));
    this.#traffic = {
      ...this.#traffic,
      sent: this.#traffic.sent + fresh,
      resent: this.#traffic.resent + entries.length - fresh,
    };
  }
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
