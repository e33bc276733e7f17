import type { Backoff } from '../../client/session/backoff.ts';
import type { Attempt } from './attempt.ts';
import type { Hall } from './hall.ts';
import type { Journal } from './journal.ts';
import type { Line } from './line.ts';
import { fieldsIn, isPassing, numberIn, type Refusal, type Reply, readReply } from './reply.ts';

/** What of its page the saving works with. */
export interface SavingPage {
  readonly attempt: Attempt;
  readonly backoff: Backoff;
  readonly journal: Journal;
  readonly line: Line;
}

export interface SavingOwner {
  /** Something was committed, or may be sent again: the page goes on with whatever is next. */
  onFree(): void;
  /** Another page writes now. */
  onPenLost(): void;
  /** It will never be taken. */
  onRefused(code: string): void;
}

/** A page's appends, up to their acknowledgement: one under way at a time, and none while the server wants to be left alone. */
export class Saving {
  readonly #hall: Hall;
  readonly #page: SavingPage;
  readonly #owner: SavingOwner;
  #isPutOff = false;

  constructor(hall: Hall, page: SavingPage, owner: SavingOwner) {
    this.#hall = hall;
    this.#page = page;
    this.#owner = owner;
  }

  /** Of what is pending, as much as one append may have. */
  send(): void {
    const { attempt, journal, line } = this.#page;
    if (journal.isInFlight || this.#isPutOff) return;
    const append = journal.send();
    if (append === null) return;
    const { epoch } = journal;
    line.request('journal:append', attempt.appendRequest(append), (text) =>
      this.#answered(readReply(text), epoch),
    );
  }

  /** Nothing is sent for that time; absent: for as long as the page likes. */
  putOff(retryAfterMs: number | undefined): void {
    this.#isPutOff = true;
    this.#hall.environment.after(this.#page.backoff.next(retryAfterMs), () => {
      this.#isPutOff = false;
      this.#owner.onFree();
    });
  }

  #answered(reply: Reply, epoch: number): void {
    const { attempt, backoff, journal } = this.#page;
    const isOfThisPen = epoch === journal.epoch;
    if (isOfThisPen) journal.answered();
    if (!reply.ok) return isOfThisPen ? this.#refused(reply) : this.#hall.meters.refuse(reply.code);
    const { value } = reply;
    const through = numberIn(value, 'through') ?? 0;
    const as = value['late'] === true ? 'late' : 'answered';
    if (!isOfThisPen) return journal.acknowledgeBefore(epoch, through, as);
    backoff.reset();
    journal.refused(value['refused']);
    journal.acknowledge(through, as);
    attempt.learnDeadline(fieldsIn(value, 'deadline'));
    this.#owner.onFree();
  }

  #refused({ code, retryAfterMs }: Refusal): void {
    this.#hall.meters.refuse(code);
    if (code === 'superseded') return this.#owner.onPenLost();
    if (code === 'unknown-epoch' || !isPassing(code)) return this.#owner.onRefused(code);
    this.putOff(retryAfterMs);
  }
}
