/**
 * What browsers lack that can never be updated again: Windows 7 ends with Chrome 109 and Firefox 115, Android 6 with Chrome
 * 106. `target` in vite.config.ts has newer grammar rewritten for them; methods come from here.
 */
type Methods = Readonly<Record<string, (this: never, ...given: never[]) => unknown>>;

function fill(home: object, methods: Methods): void {
  for (const [name, value] of Object.entries(methods)) {
    if (!(name in home)) Object.defineProperty(home, name, { value, writable: true, configurable: true });
  }
}

fill(Array.prototype, {
  findLast(this: readonly unknown[], isMeant: (...given: readonly unknown[]) => unknown): unknown {
    for (let n = this.length - 1; n >= 0; n -= 1) if (isMeant(this[n], n, this)) return this[n];
    return undefined;
  },
  toReversed(this: readonly unknown[]): unknown[] {
    return [...this].reverse();
  },
  toSorted(this: readonly unknown[], order?: (a: unknown, b: unknown) => number): unknown[] {
    return [...this].sort(order);
  },
});

fill(Object, {
  hasOwn: (thing: object, key: PropertyKey) => Object.getOwnPropertyDescriptor(thing, key) !== undefined,
});

// With the flag `u` a pair is one character, which is no surrogate.
fill(String.prototype, {
  isWellFormed(this: string): boolean {
    return !/\p{Surrogate}/u.test(this);
  },
  toWellFormed(this: string): string {
    return this.replace(/\p{Surrogate}/gu, '\uFFFD');
  },
});

fill(AbortSignal, {
  timeout(ms: number): AbortSignal {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException('It took too long.', 'TimeoutError')), ms);
    return controller.signal;
  },
});
