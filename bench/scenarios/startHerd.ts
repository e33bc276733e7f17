import { arrivalPhase, isSaturated, leadMs, longExam } from './common.ts';
import type { NumbersOf, Scenario } from './scenario.ts';

const numbers = ['questionChunks', 'questionMb'] as const;

export const startHerd: Scenario = {
  name: 'start-herd',
  about: 'Candidates come at --rate a second; each connects, opens the exam and gets all its questions.',
  defaults: { candidates: 24_000, nodes: 2, rate: 400, seconds: 60 },
  numbers,
  exam: (_plan, now) => longExam(now),
  async play({ plan, generators, now, say }) {
    const rate = plan.ramp === null ? plan.rate : plan.candidates / plan.ramp;
    say(`${Math.round(rate)} candidates a second start`);
    const arrival = { candidates: plan.candidates, ratePerS: rate, questions: true };
    const readings = await generators.run(arrivalPhase(now() + leadMs, arrival, generators.size));
    const started = readings.timing('start');
    const [[first] = [0], [last] = [0]] = [started.seconds[0] ?? [0], started.seconds.at(-1) ?? [0]];
    const seconds = last - first + 1;
    const extra: NumbersOf<typeof numbers> = {
      questionChunks: readings.count('chunks'),
      questionMb: readings.count('chunkBytes') / 1e6,
    };
    return {
      timing: 'start',
      seconds,
      offeredPerS: rate,
      ackedPerS: started.whole.count / seconds,
      readings,
      unfinished: readings.unfinished,
      isSaturated: isSaturated(readings),
      extra,
    };
  },
};
