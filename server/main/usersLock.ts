import { setTimeout as wait } from 'node:timers/promises';
import type { Share } from './embeddedConnections.ts';

const firstDelayMs = 100;
/** Shorter than a process that wants to stop PostgreSQL waits for those who lost their share. */
const longestDelayMs = 1_000;

/** Holds a share in the users' lock until it is let go. */
export interface UsersLock {
  release(): Promise<void>;
}

/** Holds this share and nothing more: when its connection ends, the share is gone. */
export function holdOnce(share: Share): UsersLock {
  return { release: () => share.release() };
}

/**
 * Holds this share, and whenever its connection ends takes it `again`, trying until that succeeds. `say` hears of each
 * new reason why it does not. When `release` returns, nothing is tried any more.
 */
export function holdAlways(
  share: Share,
  again: () => Promise<Share>,
  say: (sentence: string) => void,
): UsersLock {
  const released = new AbortController();
  let current: Share | null = share;

  const takeAgain = async (): Promise<Share | null> => {
    let said = '';
    for (let delay = firstDelayMs; !released.signal.aborted; delay = Math.min(2 * delay, longestDelayMs)) {
      try {
        return await again();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== said) say(reason);
        said = reason;
      }
      await wait(delay, undefined, { signal: released.signal }).catch(() => undefined);
    }
    return null;
  };
  const watch = async (): Promise<void> => {
    while (current !== null) {
      await current.ended;
      current = await takeAgain();
      if (released.signal.aborted) await current?.release();
    }
  };
  const watching = watch();

  return {
    async release() {
      released.abort();
      await current?.release();
      await watching;
    },
  };
}
