import { bringIn, longExam, measuredSaves, work } from './common.ts';
import { costs, countCosts } from './costs.ts';
import type { NumbersOf, Scenario } from './scenario.ts';

const warmUpSeconds = 3;
const numbers = ['startP99Ms'] as const;

export const autosave: Scenario = {
  name: 'autosave',
  about: 'Candidates who are connected save answers at a steady rate.',
  defaults: { candidates: 2_000, nodes: 1, rate: 1_000, seconds: 20 },
  numbers,
  numbersOfOwnServer: costs,
  exam: (_plan, now) => longExam(now),
  async play(stage) {
    const { plan, say } = stage;
    const arrived = await bringIn(stage);
    say('warming up');
    await work(stage, Math.min(plan.seconds, warmUpSeconds), { saves: plan.rate });
    say(`saving ${plan.rate} answers a second`);
    const costsOf = countCosts(stage.server);
    const readings = await work(stage, plan.seconds, { saves: plan.rate });
    const extra: NumbersOf<typeof numbers> = {
      startP99Ms: arrived.timing('start').whole.percentileMs(0.99),
    };
    return measuredSaves(readings, plan.seconds, { ...costsOf(readings), ...extra });
  },
};
