import type { Readings } from '../generator/readings.ts';
import { bringIn, isSaturated, longExam, measuredSaves, work } from './common.ts';
import { countCosts } from './costs.ts';
import type { Scenario, Stage } from './scenario.ts';

const defaultLimitMs = 100;
const growth = 1.5;
const refinements = 3;
const warmUpSeconds = 3;
/** Less than this share of what was offered acknowledged in time: the queue is growing. */
const keepsUp = 0.97;

interface Step {
  readonly rate: number;
  readonly readings: Readings;
  readonly isGood: boolean;
  readonly costs: Readonly<Record<string, number>>;
}

export const ceiling: Scenario = {
  name: 'ceiling',
  about:
    'Finds the highest rate of saves that is still acknowledged within 100 ms (--require p99<=N) in 99 %.',
  defaults: { candidates: 8_000, nodes: 2, rate: 1_000, seconds: 8, ramp: null },
  exam: (_plan, now) => longExam(now),
  async play(stage) {
    const { plan, say } = stage;
    await bringIn(stage);
    say('warming up');
    await work(stage, Math.min(plan.seconds, warmUpSeconds), { saves: plan.rate });
    const { best, failedAt } = await search(stage);
    return measuredSaves(best.readings, plan.seconds, {
      ceilingPerS: best.isGood ? best.rate : 0,
      ...best.costs,
      limitMs: limitOf(stage),
      failedAtPerS: failedAt,
    });
  },
};

/** Up in large steps until one fails, then between the last good one and that. */
async function search(stage: Stage): Promise<{ readonly best: Step; readonly failedAt: number }> {
  let best = await take(stage, stage.plan.rate);
  if (!best.isGood) return { best, failedAt: best.rate };
  let failedAt = Number.POSITIVE_INFINITY;
  while (failedAt === Number.POSITIVE_INFINITY) {
    const step = await take(stage, best.rate * growth);
    if (step.isGood) best = step;
    else failedAt = step.rate;
  }
  for (let refinement = 0; refinement < refinements; refinement += 1) {
    const step = await take(stage, Math.sqrt(best.rate * failedAt));
    if (step.isGood) best = step;
    else failedAt = step.rate;
  }
  return { best, failedAt };
}

/** A rate that fails is tried once more: one hiccup of the machine is no ceiling. */
async function take(stage: Stage, rate: number): Promise<Step> {
  const first = await takeOnce(stage, rate);
  return first.isGood ? first : takeOnce(stage, rate);
}

async function takeOnce(stage: Stage, exactRate: number): Promise<Step> {
  const { plan, say } = stage;
  const rate = Math.round(exactRate);
  say(`trying ${rate} saves a second`);
  const costs = countCosts(stage.server);
  const readings = await work(stage, plan.seconds, { saves: rate });
  const p99 = readings.timing('save').whole.percentileMs(0.99);
  const acked = readings.count('ackedInTime') / readings.count('offered');
  const isGood =
    p99 <= limitOf(stage) && acked >= keepsUp && readings.unfinished === 0 && !isSaturated(readings);
  say(
    `${rate} saves a second: p99 ${Math.round(p99)} ms, ${Math.round(acked * 100)} % in time: ${isGood ? 'good' : 'too much'}`,
  );
  return { rate, readings, isGood, costs: costs(readings) };
}

function limitOf({ plan }: Stage): number {
  const asked = plan.requirements.find(({ field, comparison }) => field === 'p99' && comparison === '<=');
  return asked?.value ?? defaultLimitMs;
}
