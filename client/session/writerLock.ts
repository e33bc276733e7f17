/** One page at a time writes an exam in this browser. */
export interface WriterLock {
  /**
   * Takes the lock if it is free, or from whoever holds it when `steal`. `null`: another page holds it.
   * `onLost` is called when another page has stolen it.
   */
  acquire(
    name: string,
    options: { readonly steal: boolean; readonly onLost: () => void },
  ): Promise<Release | null>;
}

export type Release = () => void;

/** Across the tabs of a browser, by the Web Locks API; the browser frees the lock of a page that is gone. */
export class BrowserWriterLock implements WriterLock {
  readonly #locks: LockManager;

  constructor(locks: LockManager) {
    this.#locks = locks;
  }

  acquire(name: string, { steal, onLost }: { steal: boolean; onLost: () => void }): Promise<Release | null> {
    return new Promise((resolve, reject) => {
      let isHeld = false;
      const held = this.#locks.request(name, steal ? { steal } : { ifAvailable: true }, (lock) => {
        isHeld = lock !== null;
        return isHeld ? new Promise<void>((release) => resolve(release)) : resolve(null);
      });
      // A stolen lock rejects the request that held it.
      held.catch((error: unknown) => (isHeld ? onLost() : reject(error)));
    });
  }
}

/** Within one process: for Node, and for browsers without Web Locks (pages on plain http). */
export class ProcessWriterLock implements WriterLock {
  readonly #holders = new Map<string, () => void>();

  async acquire(
    name: string,
    { steal, onLost }: { steal: boolean; onLost: () => void },
  ): Promise<Release | null> {
    const holder = this.#holders.get(name);
    if (holder !== undefined && !steal) return null;
    this.#holders.set(name, onLost);
    holder?.();
    return () => {
      if (this.#holders.get(name) === onLost) this.#holders.delete(name);
    };
  }
}
