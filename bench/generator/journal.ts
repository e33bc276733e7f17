import { maxEntriesPerAppend } from '../../server/protocol/limits.ts';
import type { InvokedRecord, RecordWriter } from '../records.ts';
import type { Meters } from './meters.ts';
import { isFields, numberIn } from './reply.ts';

export interface JournalOptions {
  /** Number of the candidate in the run. */
  readonly candidate: number;
  readonly records: RecordWriter;
  readonly meters: Meters;
  /** Epoch ms. */
  readonly now: () => number;
  /** Whether the candidate's network is a bad one: its saves are timed apart. */
  readonly isSlow: boolean;
  /** Whether the candidate's node is one that no fault is done to, while one is done to another. */
  readonly isSpared: boolean;
}

/** What an entry is, as the records keep it. */
export type EntryNote = Omit<InvokedRecord, 'sentAt' | 'epoch' | 'kind' | 'candidate' | 'n'>;

export interface Append {
  readonly from: number;
  /** Entries as JSON, separated by commas. */
  readonly entries: string;
}

export type Acknowledged = 'answered' | 'late' | 'learned';

interface Pending {
  readonly n: number;
  readonly intendedAt: number;
  readonly text: string;
  readonly note: EntryNote;
  /** It has been sent at least once, and the records say so. */
  isInvoked: boolean;
}

/** Greatest size of the entries in one append, in characters; the message stays below the server's 32 KB. */
const appendChars = 24_000;

/**
 * The numbered entries of one page under one pen, until the server has committed them: one append in flight, resent from
 * the first entry that is not acknowledged. What is sent and what is told goes into the records first.
 */
export class Journal {
  readonly #options: JournalOptions;
  #epoch = 0;
  #last = 0;
  #through = 0;
  #pending: Pending[] = [];
  /** The append that has not been answered: how many entries from the first pending one. */
  #inFlight = 0;
  /** Commands that were confirmed, and under which number. */
  readonly #confirmations = new Map<string, number>();

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** 0 without a pen. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The last number given out. */
  get last(): number {
    return this.#last;
  }

  /** 1…through are committed. */
  get through(): number {
    return this.#through;
  }

  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  get isInFlight(): boolean {
    return this.#inFlight > 0;
  }

  begin(epoch: number): void {
    this.#epoch = epoch;
  }

  write(intendedAt: number, text: string, note: EntryNote): void {
    this.#last += 1;
    this.#pending.push({ n: this.#last, intendedAt, text, note, isInvoked: false });
    if (note.commandId !== undefined) this.#confirmations.set(note.commandId, this.#last);
  }

  confirms(commandId: string): boolean {
    return this.#confirmations.has(commandId);
  }

  hasConfirmed(commandId: string): boolean {
    const n = this.#confirmations.get(commandId);
    return n !== undefined && n <= this.#through;
  }

  /** What is to be sent next, as many entries as an append may have; `null` when there is none. */
  send(): Append | null {
    const [first] = this.#pending;
    if (first === undefined) return null;
    const { candidate, records, now } = this.#options;
    const sentAt = now();
    let count = 0;
    let entries = '';
    for (const pending of this.#pending) {
      if (count === maxEntriesPerAppend || entries.length > appendChars) break;
      entries = count === 0 ? pending.text : `${entries},${pending.text}`;
      count += 1;
      if (pending.isInvoked) continue;
      const { n, note } = pending;
      records.write({ ...note, kind: 'invoked', candidate, epoch: this.#epoch, n, sentAt });
      pending.isInvoked = true;
    }
    this.#inFlight = count;
    return { from: first.n, entries };
  }

  /** The append was answered, with whatever. */
  answered(): void {
    this.#inFlight = 0;
  }

  /** The append will not be answered any more. */
  lost(): void {
    const [first] = this.#pending;
    if (this.#inFlight > 0 && first !== undefined) {
      const { candidate, records, meters } = this.#options;
      const count = this.#inFlight;
      records.write({ kind: 'unknown', candidate, epoch: this.#epoch, from: first.n, count });
      meters.count('unknown', count);
    }
    this.#inFlight = 0;
  }

  refused(refusals: unknown): void {
    if (!Array.isArray(refusals)) return;
    const { candidate, records, meters } = this.#options;
    for (const each of refusals) {
      const n = isFields(each) ? numberIn(each, 'n') : undefined;
      if (n === undefined) continue;
      records.write({ kind: 'refused', candidate, epoch: this.#epoch, n });
      meters.count('refusedEntries');
    }
  }

  acknowledge(through: number, as: Acknowledged): void {
    if (through <= this.#through) return;
    const at = this.#recordAck(this.#epoch, through, as);
    this.#through = through;
    let acked = 0;
    for (const pending of this.#pending) {
      if (pending.n > through) break;
      this.#measure(pending, at);
      acked += 1;
    }
    this.#options.meters.count(as === 'late' ? 'late' : 'acked', acked);
    this.#pending = acked === this.#pending.length ? [] : this.#pending.slice(acked);
  }

  /** The answer to what was sent under a pen that this page has lost since. */
  acknowledgeBefore(epoch: number, through: number, as: Acknowledged): void {
    this.#recordAck(epoch, through, as);
  }

  /** The pen is gone; the next one begins anew. What was not acknowledged stays behind: of unknown outcome, or never sent. */
  losePen(): void {
    this.lost();
    this.#epoch = 0;
    this.#last = 0;
    this.#through = 0;
    this.#pending = [];
    this.#confirmations.clear();
  }

  #recordAck(epoch: number, through: number, as: Acknowledged): number {
    const { candidate, records, now } = this.#options;
    const at = now();
    records.write({ kind: 'acked', candidate, epoch, through, as, at });
    return at;
  }

  #measure({ intendedAt, note }: Pending, at: number): void {
    const { meters, isSlow, isSpared } = this.#options;
    const ms = at - intendedAt;
    meters.time(isSlow ? 'slow-save' : 'save', ms, at);
    if (isSpared) meters.time('spared-save', ms, at);
    if (note.commandId === undefined) return;
    meters.time('confirm', ms, at);
    meters.count('confirmed');
  }
}
