import type { Hall } from './hall.ts';
import type { Append, Journal } from './journal.ts';
import { statedIn } from './jws.ts';
import { type Fields, fieldsIn, numberIn, textIn } from './reply.ts';

/**
 * What a page knows of its attempt, as far as requests must name it. What it is told, of the deadline and of the seal, goes into
 * the records first.
 */
export class Attempt {
  readonly #candidate: number;
  readonly #hall: Hall;
  readonly #journal: Journal;
  #id = '';
  #deadlineAt = 0;
  #deadlineVersion = 0;

  constructor(hall: Hall, candidate: number, journal: Journal) {
    this.#hall = hall;
    this.#candidate = candidate;
    this.#journal = journal;
  }

  /** Empty before it was opened. */
  get id(): string {
    return this.#id;
  }

  /** The reply to an opening. */
  opened(value: Fields): void {
    const epoch = numberIn(value, 'epoch') ?? 0;
    this.#id = textIn(value, 'attemptId') ?? '';
    this.learnDeadline(fieldsIn(value, 'deadline'));
    if (epoch === this.#journal.epoch) return;
    this.#journal.begin(epoch);
    this.#hall.records.write({
      kind: 'opened',
      candidate: this.#candidate,
      epoch,
      attemptId: this.#id,
      deadlineAt: this.#deadlineAt,
    });
  }

  learnDeadline(deadline: Fields): void {
    const at = numberIn(deadline, 'at');
    const version = numberIn(deadline, 'version');
    if (at === undefined || version === undefined || version <= this.#deadlineVersion) return;
    this.#deadlineAt = at;
    this.#deadlineVersion = version;
    const { epoch } = this.#journal;
    if (epoch === 0) return;
    this.#hall.records.write({ kind: 'deadline', candidate: this.#candidate, epoch, deadlineAt: at });
  }

  sealed(receipt: string): void {
    const { epoch } = this.#journal;
    this.#hall.records.write({ kind: 'sealed', candidate: this.#candidate, epoch, ...statedIn(receipt) });
  }

  appendRequest({ from, entries }: Append): string {
    return `{"attemptId":"${this.#id}","epoch":${this.#journal.epoch},"from":${from},"entries":[${entries}]}`;
  }

  questionsRequest(from: number, count: number): string {
    return `{"attemptId":"${this.#id}","from":${from},"count":${count}}`;
  }

  /** Of everything up to the entry with this number. */
  sealRequest(through: number): string {
    return `{"attemptId":"${this.#id}",${this.#sealed(through)}}`;
  }

  /** The same over HTTP, where the address names the attempt. */
  sealRequestByPath(through: number): string {
    return `{${this.#sealed(through)}}`;
  }

  #sealed(through: number): string {
    return `"epoch":${this.#journal.epoch},"through":${through},"deadlineVersion":${this.#deadlineVersion}`;
  }
}
