export type Katex = typeof import('./katex.ts')['katex'];

/** KaTeX weighs more than all the rest, so it comes with the first formula that came without a drawing, and is then kept. */
export class KatexLoader {
  #katex: Katex | null = null;
  #loading: Promise<Katex> | null = null;

  /** `null` until it has been loaded. */
  get loaded(): Katex | null {
    return this.#katex;
  }

  /** Rejects when it cannot be fetched; the next call tries again. */
  load(): Promise<Katex> {
    this.#loading ??= import('./katex.ts').then(
      ({ katex }) => {
        this.#katex = katex;
        return katex;
      },
      (error: unknown) => {
        this.#loading = null;
        throw error;
      },
    );
    return this.#loading;
  }
}
