import type { Acknowledged, AcknowledgedEntry, LateReply } from '../../main/crash/acknowledged.ts';

/** After so many steps the sweepers have carried a reopening out. */
const stepsToReopen = 15;

/** What the clients of one attempt know for certain, from the replies they have been given. It only grows. */
export class Facts {
  attemptId: string | null = null;
  /** The questions this candidate was given. */
  given: ReadonlySet<string> = new Set();
  /** The highest epoch that was given to a page. */
  epoch = 0;
  version = 0;
  /** The receipt that was given last; `isFinal` when nothing that was asked for before can still replace it. */
  receipt: { readonly text: string; readonly changes: number; readonly isFinal: boolean } | null = null;
  /** Reopenings and judgements that were asked for: each may make a new receipt, a reopening some steps later. */
  changes = 0;
  #lastChange = Number.NEGATIVE_INFINITY;
  /** Requests to open that were sent, and those that were answered. */
  opensSent = 0;
  opensAnswered = 0;
  /** Requests that a busy machine did not get to; nothing was acknowledged. */
  busy = 0;
  readonly #through = new Map<number, number>();
  /** The highest number of each epoch that any page has sent. */
  readonly #sent = new Map<number, number>();
  readonly #entries: AcknowledgedEntry[] = [];
  readonly #lateReplies: LateReply[] = [];
  readonly #receipts = new Set<string>();

  ask(step: number): void {
    this.changes += 1;
    this.#lastChange = step;
  }

  /** Whether this receipt must still be the one in force. */
  get receiptInForce(): string | null {
    const { receipt, changes } = this;
    return receipt?.isFinal && receipt.changes === changes ? receipt.text : null;
  }

  keepReceipt(text: string, changes: number, step: number): void {
    this.#receipts.add(text);
    this.receipt = { text, changes, isFinal: step - this.#lastChange > stepsToReopen };
  }

  through(epoch: number): number {
    return this.#through.get(epoch) ?? 0;
  }

  sent(epoch: number): number {
    return this.#sent.get(epoch) ?? 0;
  }

  send(epoch: number, last: number): void {
    this.#sent.set(epoch, Math.max(this.sent(epoch), last));
  }

  learnThrough(epoch: number, through: number): void {
    this.#through.set(epoch, Math.max(this.through(epoch), through));
  }

  acknowledge(entry: AcknowledgedEntry): void {
    this.#entries.push(entry);
  }

  callLate(reply: LateReply): void {
    this.#lateReplies.push(reply);
  }

  /** For the check of the log. */
  get told(): Acknowledged {
    return { entries: this.#entries, lateReplies: this.#lateReplies, receipts: [...this.#receipts] };
  }
}
