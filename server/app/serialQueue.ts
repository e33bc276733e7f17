/** Runs tasks one after another, in the order they came. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #onIdle: (() => void)[] = [];

  add<T>(task: () => Promise<T>): Promise<T> {
    this.#pending += 1;
    const result = this.#last.then(task, task);
    this.#last = result.then(
      () => this.#finished(),
      () => this.#finished(),
    );
    return result;
  }

  /** Calls back once nothing is left to do: now, if that is so already. */
  whenIdle(then: () => void): void {
    if (this.#pending === 0) then();
    else this.#onIdle.push(then);
  }

  #finished(): void {
    this.#pending -= 1;
    if (this.#pending === 0) for (const then of this.#onIdle.splice(0)) then();
  }
}
