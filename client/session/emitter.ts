import { type Environment, realEnvironment } from './environment.ts';

/** Listeners of one kind of news. One that throws is reported, and stops neither the others nor the one who tells. */
export class Emitter<T> {
  readonly #environment: Pick<Environment, 'report'>;
  readonly #listeners = new Set<(news: T) => void>();

  constructor(environment: Pick<Environment, 'report'> = realEnvironment) {
    this.#environment = environment;
  }

  emit(news: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(news);
      } catch (error) {
        this.#environment.report(error);
      }
    }
  }

  /** Returns what ends it. */
  listen(listener: (news: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
