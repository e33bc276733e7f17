import { letGoOfPastExams, type PastExams } from '../app/pastExams.ts';
import type { Log } from '../app/ports.ts';
import { type Sweep, sweepAttempts } from '../app/sweepAttempts.ts';
import type { DatabaseClock } from '../ledger/databaseClock.ts';
import type { KeyRing } from '../ledger/keyRing.ts';
import { Periodic } from '../worker/periodic.ts';
import type { Core } from './core.ts';

export interface PeriodicWorkOptions {
  readonly core: Core;
  readonly clock: DatabaseClock;
  readonly keys: KeyRing;
  readonly sweep: Sweep;
  readonly tidyLive: () => void;
  /** Who else is at an exam, or keeps something of it. */
  readonly past: Pick<PastExams, 'isWatched' | 'letGo'>;
  readonly operator: Log;
}

const second = 1_000;

/** What a node does by itself, again and again. */
export function startPeriodicWork(options: PeriodicWorkOptions): { stop(): Promise<void> } {
  const { core, clock, keys, sweep, tidyLive, past, operator } = options;
  const { follower } = core;
  const { attempts, exams } = core.desk;
  const work: readonly (readonly [name: string, everyMs: number, work: () => Promise<unknown>])[] = [
    ['exam commands', second, () => follower.poll()],
    ['sweep', second, () => sweepAttempts(sweep)],
    ['database clock', 10 * second, () => clock.adjust()],
    ['signing keys', 60 * second, () => keys.reload()],
    ['live state', 60 * second, async () => tidyLive()],
    [
      'past exams',
      600 * second,
      () => letGoOfPastExams({ follower, hosted: attempts.hosted, exams, clock, ...past }),
    ],
  ];
  const running = work.map(
    ([name, everyMs, task]) =>
      new Periodic({
        waitMs: () => everyMs,
        work: task,
        onError: (error) => operator.warn({ err: error, work: name }, 'Periodic work did not succeed.'),
      }),
  );
  return {
    async stop() {
      await Promise.all(running.map((periodic) => periodic.stop()));
    },
  };
}
