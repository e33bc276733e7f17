import { bringIn, longExam, measuredSaves, work } from './common.ts';
import { countCosts } from './costs.ts';
import type { Scenario } from './scenario.ts';

const warmUpSeconds = 3;

export const autosave: Scenario = {
  name: 'autosave',
  about: 'Candidates who are connected save answers at a steady rate.',
  defaults: { candidates: 2_000, nodes: 1, rate: 1_000, seconds: 20, ramp: null },
  exam: (_plan, now) => longExam(now),
  async play(stage) {
    const { plan, say } = stage;
    const arrived = await bringIn(stage);
    say('warming up');
    await work(stage, Math.min(plan.seconds, warmUpSeconds), { saves: plan.rate });
    say(`saving ${plan.rate} answers a second`);
    const costs = countCosts(stage.server);
    const readings = await work(stage, plan.seconds, { saves: plan.rate });
    return measuredSaves(readings, plan.seconds, {
      ...costs(readings),
      startP99Ms: arrived.timing('start').whole.percentileMs(0.99),
    });
  },
};
