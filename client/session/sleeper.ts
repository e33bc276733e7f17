import type { Environment } from './environment.ts';

/** Waits that end early when whoever waits is closed. */
export class Sleeper {
  readonly #environment: Environment;
  readonly #wakeUps = new Set<() => void>();
  #isClosed = false;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  sleep(ms: number): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        callOff();
        this.#wakeUps.delete(wake);
        resolve();
      };
      const callOff = this.#environment.after(ms, wake);
      this.#wakeUps.add(wake);
    });
  }

  /** Everybody wakes; no timer is left. */
  close(): void {
    this.#isClosed = true;
    for (const wake of [...this.#wakeUps]) wake();
  }
}
