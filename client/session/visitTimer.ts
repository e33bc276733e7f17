import type { Entry } from '../../server/protocol/entries.ts';
import type { Environment } from './environment.ts';

const longestVisitMs = 86_400_000;

/** Turns moving between questions into `visited` entries: 0 ms on arrival, the time spent on leaving. */
export class VisitTimer {
  readonly #environment: Environment;
  readonly #write: (entry: Entry) => void;
  #visit: { readonly questionId: string; readonly since: number } | null = null;

  constructor(environment: Environment, write: (entry: Entry) => void) {
    this.#environment = environment;
    this.#write = write;
  }

  arrive(questionId: string): void {
    if (this.#visit?.questionId === questionId) return;
    this.leave();
    this.#visit = { questionId, since: this.#environment.monotonic() };
    this.#write({ kind: 'visited', questionId, ms: 0, at: this.#environment.wallClock() });
  }

  leave(): void {
    if (this.#visit === null) return;
    const { questionId, since } = this.#visit;
    this.#visit = null;
    const ms = Math.min(Math.round(this.#environment.monotonic() - since), longestVisitMs);
    this.#write({ kind: 'visited', questionId, ms, at: this.#environment.wallClock() });
  }

  /** The visit goes on nowhere: this page writes no more. */
  forget(): void {
    this.#visit = null;
  }
}
