/** Time, timers and chance, as everything in this folder sees them. Tests pass in their own. */
export interface Environment {
  /** This device's wall clock, epoch ms. It may be wrong and may jump: it is only ever recorded as a claim. */
  wallClock(): number;
  /** Ms since an arbitrary moment; never runs backwards. */
  monotonic(): number;
  /** Calls `callback` once after `ms`, unless called off before. */
  after(ms: number, callback: () => void): CallOff;
  /** Uniform in [0, 1). */
  random(): number;
  /** 128 random bits, hex. */
  newId(): string;
  /** Calls `listener` whenever the device says that it has a network again; never where devices do not tell. */
  onNetworkBack(listener: () => void): CallOff;
  /** Tells of an error that must not stop the session: a view of it has failed, or this library. */
  report(error: unknown): void;
}

export type CallOff = () => void;

export const realEnvironment: Environment = {
  wallClock: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  // Not crypto.randomUUID: a page on plain http has getRandomValues only.
  newId: () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    ),
  // Node has no such event.
  onNetworkBack: (listener) => {
    if (typeof addEventListener !== 'function') return () => {};
    addEventListener('online', listener);
    return () => removeEventListener('online', listener);
  },
  // Goes where uncaught errors go, without ending what runs here. Node has no reportError.
  report: (error) => {
    if (typeof reportError === 'function') return reportError(error);
    queueMicrotask(() => {
      throw error;
    });
  },
};
