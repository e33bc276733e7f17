/** A part of the page that does not come with the page: fetched when it is first wanted, and then kept. */
export class LatePart<T> {
  readonly #fetch: () => Promise<T>;
  #loaded: T | null = null;
  #loading: Promise<T> | null = null;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  /** `null` until it has come. */
  get loaded(): T | null {
    return this.#loaded;
  }

  /** Rejects when it cannot be fetched; the next call tries again. */
  load(): Promise<T> {
    this.#loading ??= this.#fetch().then(
      (part) => {
        this.#loaded = part;
        return part;
      },
      (error: unknown) => {
        this.#loading = null;
        throw error;
      },
    );
    return this.#loading;
  }
}
