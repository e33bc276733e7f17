import type { Phase } from '../generator/messages.ts';
import { bringIn, leadMs, longExam, measuredSaves, workPhase } from './common.ts';
import type { NumbersOf, Scenario } from './scenario.ts';

const slow = { share: 0.3, delayMs: 400 };
/** How often, and how many, connections break off. */
const cutEveryS = 5;
const cutShare = 0.05;
const numbers = ['slowP50Ms', 'slowP99Ms', 'lostConnections', 'resyncP95Ms'] as const;

export const slowNetwork: Scenario = {
  name: 'slow-network',
  about:
    'Three of ten candidates have a network with 800 ms there and back, and now and then connections break off.',
  defaults: { candidates: 2_000, nodes: 1, rate: 500, seconds: 30 },
  numbers,
  slow,
  exam: (_plan, now) => longExam(now),
  async play(stage) {
    const { plan, generators, now, say } = stage;
    await bringIn(stage);
    say(`saving ${plan.rate} answers a second over bad networks`);
    const from = now() + leadMs;
    const cuts: Phase[] = [];
    for (let s = cutEveryS; s < plan.seconds; s += cutEveryS) {
      cuts.push({ kind: 'cut', at: from + s * 1_000, share: cutShare });
    }
    const work = workPhase(from, plan.seconds, { saves: plan.rate }, generators.size);
    const readings = await generators.run({ kind: 'together', phases: [work, ...cuts] });
    const slowSaves = readings.timing('slow-save').whole;
    const resync = readings.timing('resync').whole;
    const extra: NumbersOf<typeof numbers> = {
      slowP50Ms: slowSaves.percentileMs(0.5),
      slowP99Ms: slowSaves.percentileMs(0.99),
      lostConnections: readings.count('lost'),
      resyncP95Ms: resync.percentileMs(0.95),
    };
    return measuredSaves(readings, plan.seconds, extra);
  },
};
