/**
 * An open loop: every action has a time at which it is meant to happen, drawn before anything is known of the server,
 * and its latency counts from that time. A server that stalls therefore makes all that falls into the stall late, as
 * it would for candidates, and cannot slow down its own test (no coordinated omission).
 */
export interface OpenLoopOptions {
  /** Actions per second on average; their gaps are exponential (a Poisson process). */
  readonly ratePerS: number;
  /** Epoch ms. */
  readonly from: number;
  readonly until: number;
  readonly random: () => number;
  readonly clock: LoopClock;
  readonly act: (intendedAt: number) => void;
  /** By how much the loop itself was late with an action, ms. */
  readonly onLag?: (ms: number) => void;
}

export interface LoopClock {
  /** Epoch ms, never running backwards. */
  now(): number;
  after(ms: number, then: () => void): () => void;
}

export interface RunningLoop {
  /** When the last action has been taken, or the loop was stopped. */
  readonly finished: Promise<void>;
  stop(): void;
}

const msPerSecond = 1_000;

export function startOpenLoop(options: OpenLoopOptions): RunningLoop {
  const { ratePerS, from, until, random, clock, act, onLag } = options;
  const { promise: finished, resolve } = Promise.withResolvers<void>();
  const gap = () => (-Math.log(1 - random()) * msPerSecond) / ratePerS;
  let next = from + gap();
  let callOff = () => {};
  let isStopped = false;

  const turn = () => {
    const now = clock.now();
    while (next <= now && next < until && !isStopped) {
      onLag?.(now - next);
      act(next);
      next += gap();
    }
    if (next >= until || isStopped) resolve();
    else callOff = clock.after(Math.max(1, next - now), turn);
  };
  callOff = clock.after(Math.max(0, Math.min(next, until) - clock.now()), turn);
  return {
    finished,
    stop() {
      isStopped = true;
      callOff();
      resolve();
    },
  };
}
