import type { AppendReply } from '../../server/protocol/candidate.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import { maxEntriesPerAppend } from '../../server/protocol/limits.ts';
import type { Verdict } from './answerSheet.ts';
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
  readonly onAcknowledged: (journal: Journal, entries: readonly NumberedEntry[], verdict: Verdict) => void;
  /** How the attempt stands after an append. */
  readonly onReply: (reply: AppendReply) => void;
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

/** A journal on its way. */
interface Consignment {
  readonly journal: Journal;
  sentThrough: number;
  /** Up to here entries may have been committed by a request whose answer was lost. */
  doubtfulThrough: number;
  /** Why it does not go on. */
  stuck: WireError | undefined;
}

/**
 * Sends journals: one append in flight, always from the first entry that is not acknowledged, so what comes meanwhile
 * joins the next message and nothing is dropped or overtaken. Resending is harmless; the numbers make it so.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #backoff: Backoff;
  #consignments: readonly Consignment[] = [];
  #traffic: Traffic = { sent: 0, acknowledged: 0, resent: 0 };
  /** Halved when the server finds a message too large, so that no limit of its can jam a journal; doubled again after. */
  #batchSize = maxEntriesPerAppend;
  #isInFlight = false;
  #waiting: CallOff | null = null;
  #waiters: readonly { readonly journal: Journal; readonly release: () => void }[] = [];
  #isStopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.environment);
  }

  get traffic(): Traffic {
    return this.#traffic;
  }

  get journals(): readonly Journal[] {
    return this.#consignments.map(({ journal }) => journal);
  }

  /** Why a journal does not go on; `undefined` while it does. */
  stuck(journal: Journal): WireError | undefined {
    return this.#consignmentOf(journal)?.stuck;
  }

  /** From now on carries these, the first before the others; also after it was stopped. */
  carry(journals: readonly Journal[]): void {
    this.#isStopped = false;
    this.#consignments = journals.map((journal) => ({
      journal,
      sentThrough: journal.acknowledged,
      doubtfulThrough: 0,
      stuck: undefined,
    }));
    this.pump();
  }

  /** Sends what can be sent. To be called whenever something may have become possible. */
  pump(): void {
    this.#releaseWaiters();
    if (this.#isStopped || this.#isInFlight || this.#waiting !== null || !this.#options.isReady()) return;
    const next = this.#consignments.find(({ journal, stuck }) => !stuck && journal.batch(1).length > 0);
    if (next) void this.#send(next);
  }

  /** Resolves when nothing of this journal is pending that can still be sent, or when the outbox is stopped. */
  whenSettled(journal: Journal): Promise<void> {
    return new Promise((release) => {
      this.#waiters = [...this.#waiters, { journal, release }];
      this.#releaseWaiters();
    });
  }

  /** The server has 1…through of this journal, as it said when it was asked for something else. */
  learn(journal: Journal, through: number): boolean {
    if (!this.rewind(journal, through)) return false;
    this.#acknowledged(journal, through, { isDoubtful: true });
    return true;
  }

  /** The server has no more than 1…through of this journal. False when what follows is no longer here. */
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

  async #send(consignment: Consignment): Promise<void> {
    const { journal } = consignment;
    const entries = journal.batch(this.#batchSize);
    const first = entries[0];
    if (first === undefined) return;
    this.#isInFlight = true;
    this.#countSent(consignment, entries);
    const outcome = await this.#options.transport.append({
      attemptId: journal.key.attemptId,
      epoch: journal.key.epoch,
      from: first.n,
      entries: entries.map(({ entry }) => entry),
    });
    this.#isInFlight = false;
    if (this.#isStopped) return;
    this.#settle(consignment, entries, outcome);
    this.pump();
  }

  #settle(consignment: Consignment, sent: readonly NumberedEntry[], outcome: Outcome<AppendReply>): void {
    switch (outcome.kind) {
      case 'done':
        this.#backoff.reset();
        this.#batchSize = Math.min(this.#batchSize * 2, maxEntriesPerAppend);
        this.#settleReply(consignment, outcome.reply);
        break;
      case 'unknown':
        this.#doubt(consignment, sent);
        this.#wait();
        this.#options.onDoubt();
        break;
      case 'error':
        this.#settleError(consignment, sent, outcome.error);
    }
  }

  #settleReply({ journal, doubtfulThrough }: Consignment, reply: AppendReply): void {
    const { through, late, refused } = reply;
    // A server that acknowledges nothing of what it was sent must not be asked in a circle.
    if (through <= journal.acknowledged) this.#wait();
    const isDoubtful = journal.acknowledged < doubtfulThrough;
    this.#acknowledged(journal, through, { late, refused, isDoubtful });
    this.#options.onReply(reply);
    if (isDoubtful) this.#options.onDoubt();
  }

  #settleError(consignment: Consignment, sent: readonly NumberedEntry[], error: WireError): void {
    if (isPassing(error)) {
      // `busy` and `rate-limited` are certain: nothing was written.
      if (error.code === 'unavailable' || error.code === 'internal') this.#doubt(consignment, sent);
      this.#wait(error.retryAfterMs);
    } else if (error.code === 'too-large' && this.#batchSize > 1) {
      this.#batchSize = Math.ceil(this.#batchSize / 2);
    } else if (error.code !== 'gap' || !this.#fillGap(consignment, error)) {
      consignment.stuck = error;
      this.#options.onStuck(consignment.journal, error);
    }
  }

  #acknowledged(journal: Journal, through: number, verdict: Verdict): void {
    const entries = journal.acknowledge(through);
    this.#traffic = { ...this.#traffic, acknowledged: this.#traffic.acknowledged + entries.length };
    this.#options.onAcknowledged(journal, entries, verdict);
  }

  #doubt(consignment: Consignment, sent: readonly NumberedEntry[]): void {
    consignment.doubtfulThrough = Math.max(consignment.doubtfulThrough, sent.at(-1)?.n ?? 0);
  }

  #fillGap({ journal }: Consignment, error: WireError): boolean {
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
    const isDone = (journal: Journal) =>
      this.#isStopped || journal.pending.length === 0 || this.stuck(journal) !== undefined;
    const waiters = this.#waiters;
    this.#waiters = waiters.filter(({ journal }) => !isDone(journal));
    for (const { journal, release } of waiters) if (isDone(journal)) release();
  }

  #countSent(consignment: Consignment, entries: readonly NumberedEntry[]): void {
    const fresh = entries.filter(({ n }) => n > consignment.sentThrough).length;
    consignment.sentThrough = Math.max(consignment.sentThrough, entries.at(-1)?.n ?? 0);
    const { sent, resent } = this.#traffic;
    this.#traffic = { ...this.#traffic, sent: sent + fresh, resent: resent + entries.length - fresh };
  }

  #consignmentOf(journal: Journal): Consignment | undefined {
    return this.#consignments.find((candidate) => candidate.journal === journal);
  }
}
