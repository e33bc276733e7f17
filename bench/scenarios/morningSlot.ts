import { within } from '../generator/readings.ts';
import { arrivalPhase, arrivalRate, leadMs, longExam, measuredSaves, workPhase } from './common.ts';
import type { NumbersOf, Scenario } from './scenario.ts';

/** Of the day's shape, for each save: question requests, looks at questions, hand-ins. */
const questionsPerSave = 2_000 / 400;
const visitsPerSave = 1;
const handInsPerSave = 1_600 / 60 / 400;
/** 8,000 forms an hour for 1,600 hand-ins a minute. */
const feedbackShare = 8_000 / 60 / 1_600;
const numbers = [
  ...(['started', 'allInAfterS', 'fullHousePerS', 'fullHouseP99Ms'] as const),
  ...(['handedIn', 'questionRequestsPerS', 'startP99Ms', 'questionsP99Ms'] as const),
  ...(['sealP99Ms', 'feedbackForms', 'feedbackP99Ms', 'lostConnections'] as const),
] as const;

export const morningSlot: Scenario = {
  name: 'morning-slot',
  about:
    'The day’s morning, compressed: 24,000 (--scale) come, ask for questions, save, look around and hand in.',
  defaults: { candidates: 24_000, nodes: 2, rate: 400, seconds: 120, startsPerS: 400, ratesGrow: true },
  numbers,
  exam: (_plan, now) => longExam(now),
  manner: { feedbackShare },
  async play({ plan, generators, now, say }) {
    const { candidates, rate } = plan;
    const ratePerS = arrivalRate(plan);
    const plannedS = candidates / ratePerS;
    const fullHouseS = plan.seconds - plannedS;
    say(`the slot begins: ${candidates} candidates come in ${Math.round(plannedS)} s`);
    const from = now() + leadMs;
    const rates = {
      saves: rate,
      visits: rate * visitsPerSave,
      questions: rate * questionsPerSave,
      handIns: rate * handInsPerSave,
    };
    const { promise: everybodyIn, resolve: onArrived } = Promise.withResolvers<void>();
    const phases = [
      arrivalPhase(from, { candidates, ratePerS, questions: true }, generators.size),
      workPhase(from, null, rates, generators.size),
    ];
    // However long they took to come in, the full house lasts as long as planned.
    const [readings, allInAt] = await Promise.all([
      generators.run({ kind: 'together', phases }, onArrived),
      everybodyIn.then(() => {
        const inAt = now();
        generators.endWork(inAt + fullHouseS * 1_000);
        say(`the house is full for ${Math.round(fullHouseS)} s`);
        return inAt;
      }),
    ]);
    const endedAt = allInAt + fullHouseS * 1_000;
    const seconds = (endedAt - from) / 1_000;
    const p99 = (timing: 'start' | 'questions' | 'seal' | 'feedback') =>
      readings.timing(timing).whole.percentileMs(0.99);
    const fullHouse = within(readings.timing('save'), allInAt, endedAt);
    const extra: NumbersOf<typeof numbers> = {
      started: readings.count('started'),
      allInAfterS: (allInAt - from) / 1_000,
      fullHousePerS: fullHouse.perS,
      fullHouseP99Ms: fullHouse.whole.percentileMs(0.99),
      handedIn: readings.count('sealed'),
      questionRequestsPerS: readings.timing('questions').whole.count / seconds,
      startP99Ms: p99('start'),
      questionsP99Ms: p99('questions'),
      sealP99Ms: p99('seal'),
      feedbackForms: readings.timing('feedback').whole.count,
      feedbackP99Ms: p99('feedback'),
      lostConnections: readings.count('lost'),
    };
    return measuredSaves(readings, seconds, extra);
  },
};
