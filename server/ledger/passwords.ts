import { hash, verify } from '@node-rs/argon2';
import type { Passwords } from '../app/ports.ts';

/** argon2id as OWASP's Password Storage Cheat Sheet sets it: 19 MiB, two passes, one thread. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface PasswordSettings {
  /** Checks at the same time. They run on Node's thread pool, which files and name look-ups need as well. */
  readonly atOnce: number;
  /** Checks that may wait; beyond that the answer is `busy`. */
  readonly maxWaiting: number;
}

/** Passwords in argon2id, off the event loop. */
export function createPasswords({ atOnce, maxWaiting }: PasswordSettings): Passwords {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The turn is handed over, not given back: nobody who comes in between can take it.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  let nobody: Promise<string> | undefined;
  /** The hash of a password that nobody knows, for user names that nobody has. */
  const hashOfNobody = () => (nobody ??= hash(crypto.randomUUID(), cost));

  return {
    hash: (password) => inTurn(() => hash(password, cost)),
    async verify(passwordHash, password) {
      if (waiting.length >= maxWaiting) return 'busy';
      return inTurn(async () => {
        const isRight = await verify(passwordHash ?? (await hashOfNobody()), password);
        return isRight && passwordHash !== null;
      });
    },
  };
}
