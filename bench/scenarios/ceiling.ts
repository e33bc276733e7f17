import type { Readings } from '../generator/readings.ts';
import { shortName } from '../report/numbers.ts';
import { bringIn, isSaturated, longExam, measuredSaves, work } from './common.ts';
import { costs, countCosts } from './costs.ts';
import { findCeiling, type Tried } from './findCeiling.ts';
import type { NumbersOf, Scenario, Stage } from './scenario.ts';

const defaultLimitMs = 100;
const warmUpSeconds = 3;
/** Less than this share of what was offered acknowledged in time: the queue is growing. */
const keepsUp = 0.97;
const numbers = ['ceilingPerS', 'limitMs', 'failedAtPerS'] as const;

interface Step extends Tried {
  readonly readings: Readings;
  readonly costs: Readonly<Record<string, number>>;
}

export const ceiling: Scenario = {
  name: 'ceiling',
  about:
    'Finds the highest rate of saves that is still acknowledged within 100 ms (--require p99<=N) in 99 %.',
  defaults: { candidates: 8_000, nodes: 2, rate: 1_000, seconds: 8 },
  numbers,
  numbersOfOwnServer: costs,
  exam: (_plan, now) => longExam(now),
  async play(stage) {
    const { plan, say } = stage;
    await bringIn(stage);
    say('warming up');
    await work(stage, Math.min(plan.seconds, warmUpSeconds), { saves: plan.rate });
    const { best, failed } = await findCeiling(plan.rate, (rate) => take(stage, rate));
    const extra: NumbersOf<typeof numbers> = {
      ceilingPerS: best.isGood ? best.rate : 0,
      limitMs: limitOf(stage),
      failedAtPerS: failed.rate,
    };
    const measured = measuredSaves(best.readings, plan.seconds, { ...best.costs, ...extra });
    return { ...measured, remarks: best.isGood ? doubts(failed) : [noneGood(best)] };
  },
};

function doubts({ rate, readings }: Step): readonly string[] {
  if (!isSaturated(readings)) return [];
  return [`At ${rate} saves a second the generator was saturated: the server's own ceiling may be higher.`];
}

function noneGood({ rate }: Step): string {
  return `Not even ${rate} saves a second were good: there is no ceiling to tell of.`;
}

/** A rate that fails is tried once more: one hiccup of the machine is no ceiling. */
async function take(stage: Stage, rate: number): Promise<Step> {
  const first = await takeOnce(stage, rate);
  return first.isGood ? first : takeOnce(stage, rate);
}

async function takeOnce(stage: Stage, exactRate: number): Promise<Step> {
  const { plan, say } = stage;
  const rate = Math.max(1, Math.round(exactRate));
  say(`trying ${rate} saves a second`);
  const costsOf = countCosts(stage.server);
  const readings = await work(stage, plan.seconds, { saves: rate });
  const p99 = readings.timing('save').whole.percentileMs(0.99);
  const acked = readings.count('ackedInTime') / readings.count('offered');
  const isGood =
    p99 <= limitOf(stage) && acked >= keepsUp && readings.unfinished === 0 && !isSaturated(readings);
  const verdict = isGood ? 'good' : isSaturated(readings) ? 'too much for the generator' : 'too much';
  say(`${rate} saves a second: p99 ${Math.round(p99)} ms, ${Math.round(acked * 100)} % in time: ${verdict}`);
  return { rate, readings, isGood, costs: costsOf(readings) };
}

/** The limit is the requirement of the p99, where there is one. */
function limitOf({ plan }: Stage): number {
  const asked = plan.requirements.find(
    ({ field, comparison }) => shortName(field) === 'p99' && comparison === '<=',
  );
  return asked?.value ?? defaultLimitMs;
}
