import { setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';
import { seededRandom } from '../../client/session/cli/random.ts';
import { Hand } from '../main/crash/hand.ts';
import { checkLog } from '../main/crash/logCheck.ts';
import { makeScene, type SceneOptions } from '../main/crash/scene.ts';
import type { Violation } from '../main/crash/violation.ts';

/** Candidates who answer as fast as they are acknowledged, and remember everything that they were told. */
export interface Sitters {
  /** From now on they sit at this address, and come back whenever they are cut off. */
  sitAt(url: string): void;
  /** Resolves when so many more entries were acknowledged. */
  acknowledged(entries: number): Promise<void>;
  /** They hand in and go on asking for the receipt. */
  handIn(): void;
  /** They come back no more; resolves when the last connection is over, and returns how many entries they were promised. */
  leave(): Promise<number>;
  /** What the database does not hold of it. */
  violations(): Promise<readonly Violation[]>;
}

export async function makeSitters(options: SceneOptions): Promise<Sitters> {
  const scene = await makeScene(options);
  const hands = scene.candidates.map(
    (candidate, index) => new Hand(scene, candidate, seededRandom(index + 1)),
  );
  const listeners = new Set<() => void>();
  let total = 0;
  for (const hand of hands) {
    hand.onAcknowledged = (entries) => {
      total += entries;
      for (const listener of listeners) listener();
    };
  }
  let isStaying = true;
  let sitting: Promise<unknown> = Promise.resolve();
  const sit = async (hand: Hand, url: string) => {
    while (isStaying) {
      await hand.sit(url);
      await turn();
    }
  };
  return {
    sitAt(url) {
      sitting = Promise.all(hands.map((hand) => sit(hand, url)));
    },
    acknowledged(entries) {
      const goal = total + entries;
      return new Promise((resolve) => {
        const look = () => {
          if (total < goal) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
      });
    },
    handIn() {
      for (const hand of hands) hand.handsIn = true;
    },
    async leave() {
      isStaying = false;
      for (const hand of hands) hand.leaves = true;
      await sitting;
      return total;
    },
    async violations() {
      const told = new Map(
        hands.flatMap((hand) => (hand.attemptId === null ? [] : [[hand.attemptId, hand.told] as const])),
      );
      const complaints = hands.flatMap(({ attemptId, complaints }) =>
        complaints.map((complaint) => ({ ...complaint, attemptId: attemptId ?? 'none' })),
      );
      const client = new pg.Client({ connectionString: options.databaseUrl });
      await client.connect();
      try {
        const { violations } = await checkLog(client, told, [...told.keys()]);
        return [...violations, ...complaints];
      } finally {
        await client.end();
      }
    },
  };
}
