export type OnCount = (count: number | null) => void;

interface Request {
  readonly from: number;
  readonly count: number;
  readonly then: OnCount;
}

/** Sends one request for questions; `then` is told how many there are, `null` when they were refused. */
export type SendRequest = (from: number, count: number, then: OnCount) => void;

/**
 * A page asks for questions one request after the other: whoever is asked for more than a page asks for is right to answer
 * `busy`. Those that wait for their turn are sent late, and their time counts from when they were meant to be sent.
 */
export class QuestionStream {
  readonly #send: SendRequest;
  readonly #requests: Request[] = [];

  constructor(send: SendRequest) {
    this.#send = send;
  }

  ask(from: number, count: number, then: OnCount): void {
    this.#requests.push({ from, count, then });
    if (this.#requests.length === 1) this.#next();
  }

  /** The connection is gone: nothing that was asked for will be answered. */
  lost(): void {
    for (const { then } of this.#requests.splice(0)) then(null);
  }

  #next(): void {
    const [request] = this.#requests;
    if (request === undefined) return;
    this.#send(request.from, request.count, (count) => {
      if (this.#requests[0] !== request) return;
      this.#requests.shift();
      request.then(count);
      this.#next();
    });
  }
}
