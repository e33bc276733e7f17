import type { Hall } from './hall.ts';
import type { Pass } from './pass.ts';
import { type Fields, fieldsIn, isPassing, jsonFields, numberIn, readReply, textIn } from './reply.ts';
import type { SavingPage } from './saving.ts';

/** What of its page a hand-in works with. */
export interface HandInPage extends SavingPage {
  readonly pass: Pass;
}

export interface HandInOwner {
  /** The receipt is there. */
  onSealed(): void;
  /** To be sent once more when that time is over; absent: when the page likes. */
  onPutOff(retryAfterMs: number | undefined): void;
  /** It will never be taken. */
  onRefused(code: string): void;
}

/** A page's hand-in, over the socket or over HTTP, up to the receipt; and the feedback that some give behind it. */
export class HandIn {
  readonly #hall: Hall;
  readonly #page: HandInPage;
  readonly #owner: HandInOwner;
  #intendedAt: number | null = null;
  #isUnderWay = false;
  #isDone = false;
  #tell: (() => void) | null = null;

  constructor(hall: Hall, page: HandInPage, owner: HandInOwner) {
    this.#hall = hall;
    this.#page = page;
    this.#owner = owner;
  }

  get isWanted(): boolean {
    return this.#intendedAt !== null;
  }

  /** `then` is called when it is over. */
  want(intendedAt: number, then: () => void): void {
    this.#intendedAt = intendedAt;
    this.#tell = then;
  }

  /** Unless it was wanted before. */
  wantFrom(intendedAt: number): void {
    this.#intendedAt ??= intendedAt;
  }

  /** The receipt is there, or never will be. */
  over(): void {
    const tell = this.#tell;
    this.#tell = null;
    tell?.();
  }

  /** Over the socket, of all that has a number. */
  send(): void {
    if (this.#isUnderWay) return;
    const { attempt, journal, line } = this.#page;
    this.#isUnderWay = true;
    line.request('attempt:seal', attempt.sealRequest(journal.last), (text) => {
      this.#isUnderWay = false;
      const reply = readReply(text);
      if (reply.ok) return this.receive(reply.value);
      this.#hall.meters.refuse(reply.code);
      if (isPassing(reply.code)) this.#owner.onPutOff(reply.retryAfterMs);
      else this.#owner.onRefused(reply.code);
    });
  }

  /** The connection was lost, and the answer with it. */
  lost(): void {
    this.#isUnderWay = false;
  }

  /** Over HTTP at another node, of all that is acknowledged. */
  sendElsewhere(): void {
    const { attempt, backoff, journal, line } = this.#page;
    this.#post(line.endpoint + 1, 'seal', attempt.sealRequestByPath(journal.through), (value) => {
      if (value['ok'] === true) return this.receive(value);
      this.#hall.meters.refuse(codeIn(value));
      this.#hall.environment.after(backoff.next(), () => {
        if (!this.#isDone) this.sendElsewhere();
      });
    });
  }

  /** The receipt, as the answer to a hand-in or because the server has sealed by itself. */
  receive(value: Fields): void {
    const receipt = textIn(value, 'receipt');
    if (receipt === undefined || numberIn(value, 'sealedAt') === undefined) return;
    const { environment, manner, meters, now } = this.#hall;
    this.#page.attempt.sealed(receipt);
    if (this.#isDone) return;
    this.#isDone = true;
    meters.count('sealed');
    if (this.#intendedAt !== null) meters.time('seal', now() - this.#intendedAt, now());
    if (environment.random() < manner.feedbackShare) this.#giveFeedback(now());
    this.#owner.onSealed();
  }

  #giveFeedback(from: number): void {
    const { meters, now } = this.#hall;
    const body =
      '{"ratings":[],"comment":"The clock on the wall was slow, the one on the screen was right."}';
    this.#post(this.#page.line.endpoint, 'feedback', body, (value, status) => {
      if (status === 200) meters.time('feedback', now() - from, now());
      else meters.refuse(codeIn(value));
    });
  }

  /** A request about the attempt; without an answer there are no fields and no status. */
  #post(endpoint: number, what: string, body: string, then: (value: Fields, status?: number) => void): void {
    const { attempt, pass } = this.#page;
    const headers = { authorization: `Bearer ${pass.token}` };
    this.#hall.door.post(endpoint, `/api/attempts/${attempt.id}/${what}`, body, headers, (answer) =>
      then(jsonFields(answer?.body ?? ''), answer?.status),
    );
  }
}

function codeIn(value: Fields): string {
  return textIn(fieldsIn(value, 'error'), 'code') ?? 'no answer';
}
