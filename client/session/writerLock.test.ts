import { describe, expect, it } from 'vitest';
import { BrowserWriterLock, ProcessWriterLock, type WriterLock } from './writerLock.ts';

/** What the Web Locks API promises (W3C), as far as it is used: ifAvailable and steal, one exclusive lock a name. */
class ModelLockManager implements LockManager {
  readonly #held = new Map<string, (reason: Error) => void>();

  request(name: string, ...rest: unknown[]): Promise<never> {
    const [options, callback] = rest as [LockOptions, LockGrantedCallback<unknown>];
    if (this.#held.has(name) && !options.steal) return Promise.resolve(callback(null)) as Promise<never>;
    this.#held.get(name)?.(new DOMException('stolen', 'AbortError'));
    return new Promise((resolve, reject) => {
      this.#held.set(name, reject);
      void Promise.resolve(callback({ name, mode: 'exclusive' })).then(() => {
        if (this.#held.get(name) === reject) this.#held.delete(name);
        resolve(undefined as never);
      });
    });
  }

  async query(): Promise<LockManagerSnapshot> {
    return {};
  }
}

function contract(name: string, make: () => WriterLock): void {
  describe(`[CLI-12] ${name}`, () => {
    const quietly = { steal: false, onLost: () => {} };

    it('[CLI-12] lets one page write at a time', async () => {
      const lock = make();
      const release = await lock.acquire('exam', quietly);
      expect(release).not.toBeNull();
      expect(await lock.acquire('exam', quietly)).toBeNull();
      expect(await lock.acquire('another', quietly)).not.toBeNull();
      release?.();
      await new Promise(setImmediate);
      expect(await lock.acquire('exam', quietly)).not.toBeNull();
    });

    it('[CLI-12] tells a page from which the lock was taken', async () => {
      const lock = make();
      const lost: string[] = [];
      const release = await lock.acquire('exam', { steal: false, onLost: () => lost.push('first') });
      const second = await lock.acquire('exam', { steal: true, onLost: () => lost.push('second') });
      await new Promise(setImmediate);
      expect(lost).toEqual(['first']);
      release?.();
      expect(await lock.acquire('exam', quietly)).toBeNull();
      second?.();
      await new Promise(setImmediate);
      expect(await lock.acquire('exam', quietly)).not.toBeNull();
      expect(lost).toEqual(['first']);
    });
  });
}

contract('within a process', () => new ProcessWriterLock());
contract('across the tabs of a browser', () => new BrowserWriterLock(new ModelLockManager()));
