import type { Unsealer } from './sealedPapers.ts';
import type { SealedText } from './unseal.ts';

type Answer = (text: string | undefined) => void;

/** Opens sealed sections in a worker of the page. */
export class WorkerUnsealer implements Unsealer {
  readonly #waiting = new Map<number, Answer>();
  #worker: Worker | null = null;
  #nextId = 1;

  /** The worker's own file is fetched now, and not at the start by everybody at once. */
  prepare(): void {
    this.#started();
  }

  unseal(sealed: SealedText): Promise<string> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, (text) => {
        if (text === undefined) reject(new Error('The sealed section cannot be opened.'));
        else resolve(text);
      });
      this.#started().postMessage({ ...sealed, id });
    });
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./unsealWorker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<{ id: number; text?: string }>) =>
      this.#answer(data.id, data.text);
    worker.onerror = () => {
      // Whatever it was asked is asked of a new one next time.
      this.#worker = null;
      for (const id of [...this.#waiting.keys()]) this.#answer(id, undefined);
    };
    this.#worker = worker;
    return worker;
  }

  #answer(id: number, text: string | undefined): void {
    this.#waiting.get(id)?.(text);
    this.#waiting.delete(id);
  }
}
