import { Emitter } from './emitter.ts';
import type { Environment } from './environment.ts';

export type Unsubscribe = () => void;
export type Listener<T> = (now: T, before: T) => void;

/** A value that is replaced, never changed; whoever subscribed is told at once, in order of subscription. */
export class Observable<T extends object> {
  #value: T;
  readonly #changes: Emitter<{ readonly now: T; readonly before: T }>;

  constructor(value: T, environment?: Pick<Environment, 'report'>) {
    this.#value = value;
    this.#changes = new Emitter(environment);
  }

  get value(): T {
    return this.#value;
  }

  /** Replaces the fields given. Nobody is told when they are what they were. */
  update(fields: Partial<T>): void {
    const before = this.#value;
    const now = { ...before, ...fields };
    if (isShallowEqual(before, now)) return;
    this.#value = now;
    this.#changes.emit({ now, before });
  }

  subscribe(listener: Listener<T>): Unsubscribe {
    return this.#changes.listen(({ now, before }) => listener(now, before));
  }
}

function isShallowEqual<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(b);
  return keys.every((key) => Object.is(Reflect.get(a, key), Reflect.get(b, key)));
}
