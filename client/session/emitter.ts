import type { Unsubscribe } from './observable.ts';

/** Listeners of one kind of news. */
export class Emitter<T> {
  readonly #listeners = new Set<(news: T) => void>();

  emit(news: T): void {
    for (const listener of [...this.#listeners]) listener(news);
  }

  listen(listener: (news: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
