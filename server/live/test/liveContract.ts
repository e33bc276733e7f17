import { randomUUID } from 'node:crypto';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveState, RosterListener, RosterRow } from '../../app/ports/live.ts';
import { signInDelay } from '../../app/signInFailures.ts';
import type { LiveSettings } from '../memory/memoryLive.ts';

export const contractSettings: LiveSettings = {
  buckets: {
    'sign-in-user': { burst: 3, perSecond: 2 },
    'sign-in-address': { burst: 2, perSecond: 1 },
  },
  signInDelay,
};

const start = 1_800_000_000_000;

/** A row as a node publishes it. */
export function rowOf(more: Partial<RosterRow> = {}): RosterRow {
  return {
    examId: 'exam',
    candidateId: 'asha',
    attemptId: 'attempt-of-asha',
    districtId: 1,
    centreId: 'centre',
    status: 'started',
    connected: true,
    connectedAt: start,
    disconnectedAt: null,
    answered: 0,
    marked: 0,
    deadlineAt: start + 3_600_000,
    deadlineVersion: 1,
    lastSaveAt: null,
    appliedSeq: 1,
    examSeq: 0,
    confirmed: [],
    late: 0,
    version: start,
    ...more,
  };
}

/** Keeps what it is told, and can wait for it. */
export class RosterWitness implements RosterListener {
  readonly heard: RosterRow[] = [];
  readonly staleness: boolean[] = [];
  #waiting: { readonly isThere: () => boolean; readonly resolve: () => void }[] = [];

  rows(changed: readonly RosterRow[]): void {
    this.heard.push(...changed);
    this.#look();
  }

  stale(isStale: boolean): void {
    this.staleness.push(isStale);
    this.#look();
  }

  latest(candidateId = 'asha'): RosterRow | undefined {
    return this.heard.findLast((row) => row.candidateId === candidateId);
  }

  until(isThere: () => boolean): Promise<void> {
    if (isThere()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ isThere, resolve }));
  }

  #look(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) {
      if (one.isThere()) one.resolve();
      else this.#waiting.push(one);
    }
  }
}

/** A driver may miss a turn for lack of an answer in time; it never has one that is another's. */
export async function untilTaken({ turns }: LiveState, task: string, forMs: number): Promise<void> {
  while (!(await turns.take(task, forMs))) await turnOfTheLoop();
}

/** What every driver of the live state does for one node, whatever it is made of. */
export function liveContract(name: string, open: () => Promise<LiveState>): void {
  describe(`live state: ${name}`, () => {
    let live: LiveState;
    let key: string;
    beforeEach(async () => {
      live = await open();
      key = randomUUID();
    });
    afterEach(async () => {
      // The driver itself has answered, and not what a node does by itself while the others are away.
      expect(live.counts()).toMatchObject({ outages: 0, lost: 0 });
      await live.close();
    });

    it('[LIV-7] is not stale as long as it hears the others, or is alone by design', () => {
      expect(live.isStale()).toBe(false);
    });

    it('[LIV-1, LIV-8] sign-ins: lets the burst pass, and then what was gained', async () => {
      const take = (at: number, cost = 1) => live.signInLimits.take('sign-in-user', key, cost, start + at);
      expect([await take(0), await take(0), await take(0), await take(0)]).toEqual([null, null, null, 500]);
      expect([await take(499), await take(500), await take(60_000, 3), await take(60_000)]).toEqual([
        1,
        null,
        null,
        500,
      ]);
    });

    it('[LIV-1, LIV-8] sign-ins: makes a cost above the burst wait for a full bucket, and takes the rest later', async () => {
      const take = (at: number, cost = 1) => live.signInLimits.take('sign-in-address', key, cost, start + at);
      expect([await take(0, 5), await take(0), await take(4_000)]).toEqual([null, 4_000, null]);
    });

    it('[LIV-2, LIV-8] sign-ins: buckets and keys do not touch each other', async () => {
      const { take } = live.signInLimits;
      await take('sign-in-address', key, 2, start);
      expect(await take('sign-in-address', key, 1, start)).toBe(1_000);
      expect(await take('sign-in-user', key, 1, start)).toBeNull();
      expect(await take('sign-in-address', `${key} `, 1, start)).toBeNull();
    });

    it('[LIV-8, SEC-20] wrong passwords: are waited for from the last one, and begin anew after the right one', async () => {
      const { begin, succeeded } = live.failures;
      for (let n = 0; n < 4; n++) expect(await begin(key, start)).toBeNull();
      expect([await begin(key, start + 400), await begin(key, start + 1_000)]).toEqual([600, null]);
      expect([await begin(key, start + 1_000), await begin(`${key} `, start)]).toEqual([2_000, null]);
      succeeded(key);
      expect(await begin(key, start + 1_000)).toBeNull();
    });

    it('[LIV-8, SEC-21] wrong passwords: are counted when a try begins', async () => {
      const together = await Promise.all(Array.from({ length: 10 }, () => live.failures.begin(key, start)));
      expect(together.filter((wait) => wait === null)).toHaveLength(4);
    });

    it('[LIV-8, SEC-23] wrong passwords: a try that told nothing does not count', async () => {
      for (let n = 0; n < 10; n++) {
        expect(await live.failures.begin(key, start)).toBeNull();
        live.failures.withdraw(key);
      }
      live.failures.withdraw('nobody');
      expect(await live.failures.begin(key, start)).toBeNull();
    });

    it('[LIV-8, SEC-20] wrong passwords: the delay grows to a minute and no further', async () => {
      let now = start;
      const waits: (number | null)[] = [];
      for (let n = 0; n < 40; n++) {
        const wait = await live.failures.begin(key, now);
        waits.push(wait);
        now += wait ?? 0;
      }
      expect(waits.filter((wait) => wait !== null).slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
      expect(Math.max(...waits.map((wait) => wait ?? 0))).toBe(60_000);
    });

    it('[LIV-4] ended sessions: are told once, and remembered until the time given', () => {
      const told: string[] = [];
      live.ended.onEnded((sessionId) => told.push(sessionId));
      live.ended.add(key, start + 1_000);
      live.ended.add(key, start + 1_000);
      expect([live.ended.has(key, start + 999), live.ended.has(key, start + 1_000)]).toEqual([true, false]);
      expect([told, live.ended.has(`${key}2`, start)]).toEqual([[key], false]);
    });

    it('[LIV-4] ended sessions: are forgotten when their time is over', () => {
      live.ended.add(key, start + 1_000);
      live.tidy(start + 1_000);
      expect(live.ended.has(key, start)).toBe(false);
    });

    it('[LIV-21] turns: stay with the node that goes on asking', async () => {
      for (const task of [key, key, `${key} `]) await untilTaken(live, task, 60_000);
    });

    it('[LIV-9] roster: tells whoever follows what is known, and then what changes', async () => {
      const witness = new RosterWitness();
      const [asha, bala] = [rowOf(), rowOf({ candidateId: 'bala', connected: false, connectedAt: null })];
      live.roster.publish(key, [asha]);
      const view = await live.roster.follow(key, witness);
      expect(view.rows).toEqual([{ ...asha, examId: key }]);
      live.roster.publish(key, [bala]);
      live.roster.publish('another exam', [asha]);
      live.roster.publish(key, [{ ...asha, answered: 1, version: start + 1 }]);
      const [told, later] = witness.heard;
      expect(told).toEqual({ ...bala, examId: key });
      expect(later).toMatchObject({ candidateId: 'asha', answered: 1, connected: true, version: start + 1 });
      expect(witness.heard).toHaveLength(2);
      view.close();
      live.roster.publish(key, [{ ...asha, answered: 2, version: start + 2 }]);
      expect(witness.heard).toHaveLength(2);
    });

    it('[LIV-9] roster: takes every change of a node, also when its clock stands still, and tells of nothing else', async () => {
      const witness = new RosterWitness();
      const view = await live.roster.follow(key, witness);
      live.roster.publish(key, [rowOf()]);
      live.roster.publish(key, [rowOf()]);
      live.roster.publish(key, [rowOf({ version: start + 5 })]);
      live.roster.publish(key, [rowOf({ connected: false, disconnectedAt: start })]);
      live.roster.publish(key, [rowOf({ connected: false, disconnectedAt: start, confirmed: [1] })]);
      const seen = witness.heard.map(({ connected, confirmed }) => [connected, confirmed]);
      expect(seen).toEqual([
        [true, []],
        [false, []],
        [false, [1]],
      ]);
      view.close();
    });
  });
}
