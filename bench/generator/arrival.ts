import { maxQuestionsPerStream } from '../../server/protocol/limits.ts';
import type { Hall } from './hall.ts';
import type { Page } from './page.ts';

export interface ArrivalOptions {
  readonly hall: Pick<Hall, 'manner' | 'meters' | 'now'>;
  /** The last of them comes first. */
  readonly candidates: readonly Page[];
  /** Whether each asks for all its questions. Its start is complete when they are there. */
  readonly questions: boolean;
}

/** Everybody's coming in, until each is in or turned away: one that gets no answer stays outside. */
export class Arrival {
  /** When nobody is to be waited for. */
  readonly over: Promise<void>;
  readonly #options: ArrivalOptions;
  /** Those who have not set out. */
  readonly #waiting: Page[];
  /** Those who have not opened the exam. */
  readonly #outside: Set<Page>;
  /** Those whose start is not complete, for better or worse. */
  readonly #starting: Set<Page>;
  readonly #end: () => void;
  #turnedAway = 0;

  constructor(options: ArrivalOptions) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#end = resolve;
    this.#options = options;
    this.#waiting = [...options.candidates];
    this.#outside = new Set(options.candidates);
    this.#starting = new Set(options.candidates);
    if (options.candidates.length === 0) resolve();
  }

  /** How many have not started, whether they were turned away or are still on their way. */
  get missing(): number {
    return this.#turnedAway + this.#starting.size;
  }

  isOutside(candidate: Page): boolean {
    return this.#outside.has(candidate);
  }

  /** Whoever is not in yet is not waited for any longer. */
  giveUp(): void {
    this.#options.hall.meters.count('outside', this.#starting.size);
    this.#end();
  }

  /** The next one comes. False: all have set out. */
  next(intendedAt: number): boolean {
    const { hall, questions } = this.#options;
    const candidate = this.#waiting.pop();
    candidate?.come((isOpen) => {
      this.#outside.delete(candidate);
      if (!isOpen || !questions || hall.manner.sealed) return this.#started(candidate, intendedAt, isOpen);
      candidate.fetchQuestions(0, maxQuestionsPerStream, (count) =>
        this.#started(candidate, intendedAt, count !== null && count > 0),
      );
    });
    return candidate !== undefined;
  }

  #started(candidate: Page, intendedAt: number, isIn: boolean): void {
    const { meters, now } = this.#options.hall;
    this.#starting.delete(candidate);
    if (isIn) {
      meters.time('start', now() - intendedAt, now());
      meters.count('started');
    } else this.#turnedAway += 1;
    if (this.#starting.size === 0) this.#end();
  }
}
