import type { HostedAttempt } from './hostedAttempt.ts';

/** The attempts that this node holds in memory: all that a page shows, and of the others those that were used last. */
export class HostedAttempts {
  readonly #maxIdle: number;
  readonly #onAttendance: (hosted: HostedAttempt) => void;
  readonly #all = new Map<string, HostedAttempt>();
  /** Attempts that nobody shows, the longest unused first. */
  readonly #idle = new Set<HostedAttempt>();

  /** `onAttendance`: a page of this node has begun or ceased to show one. */
  constructor(maxIdle: number, onAttendance: (hosted: HostedAttempt) => void) {
    this.#maxIdle = maxIdle;
    this.#onAttendance = onAttendance;
  }

  get all(): Iterable<HostedAttempt> {
    return this.#all.values();
  }

  find(attemptId: string): HostedAttempt | undefined {
    return this.#all.get(attemptId);
  }

  /** Takes it in. Whoever came first stays: returns the one that is held from now on. */
  keep(hosted: HostedAttempt): HostedAttempt {
    const known = this.#all.get(hosted.ref.attemptId);
    if (known !== undefined) return known;
    this.#all.set(hosted.ref.attemptId, hosted);
    this.release(hosted);
    return hosted;
  }

  attend(attemptId: string): void {
    const hosted = this.#all.get(attemptId);
    if (hosted === undefined) return;
    hosted.attendance += 1;
    this.#idle.delete(hosted);
    this.#onAttendance(hosted);
  }

  /** A page on this node shows it no more. `heardAt`: when anything came from it last, epoch ms, if that was before now. */
  leave(attemptId: string, heardAt?: number): void {
    const hosted = this.#all.get(attemptId);
    if (hosted === undefined) return;
    hosted.attendance -= 1;
    hosted.seen.heardAt = heardAt ?? null;
    this.#onAttendance(hosted);
    this.release(hosted);
  }

  /** Lets an attempt that nobody shows leave the memory when others need the room. What it knew may then be old, never wrong. */
  release(hosted: HostedAttempt): void {
    if (hosted.attendance > 0 || this.#all.get(hosted.ref.attemptId) !== hosted) return;
    this.#idle.delete(hosted);
    this.#idle.add(hosted);
    if (this.#idle.size <= this.#maxIdle) return;
    const [oldest] = this.#idle;
    if (oldest === undefined) return;
    this.#forget(oldest);
  }

  /** Forgets all attempts of an exam; `false`, and nothing is done, while a page shows one of them. */
  letGo(examId: string): boolean {
    const own = [...this.#all.values()].filter(({ ref }) => ref.examId === examId);
    if (own.some(({ attendance }) => attendance > 0)) return false;
    for (const hosted of own) this.#forget(hosted);
    return true;
  }

  #forget(hosted: HostedAttempt): void {
    this.#idle.delete(hosted);
    hosted.queue.whenIdle(() => {
      const { attemptId } = hosted.ref;
      if (hosted.attendance === 0 && this.#all.get(attemptId) === hosted) this.#all.delete(attemptId);
    });
  }
}
