import { arrivalRate, leadMs, longExam, measuredSaves, workPhase } from './common.ts';
import type { NumbersOf, Scenario } from './scenario.ts';

/** Of the day's shape, for each save: question requests, looks at questions, hand-ins. */
const questionsPerSave = 2_000 / 400;
const visitsPerSave = 1;
const handInsPerSave = 1_600 / 60 / 400;
/** 8,000 forms an hour for 1,600 hand-ins a minute. */
const feedbackShare = 8_000 / 60 / 1_600;
const numbers = [
  ...(['started', 'handedIn', 'questionRequestsPerS', 'startP99Ms', 'questionsP99Ms'] as const),
  ...(['sealP99Ms', 'feedbackForms', 'feedbackP99Ms', 'lostConnections'] as const),
] as const;

export const morningSlot: Scenario = {
  name: 'morning-slot',
  about:
    'The day’s morning, compressed: 24,000 (--scale) come, ask for questions, save, look around and hand in.',
  defaults: { candidates: 24_000, nodes: 2, rate: 400, seconds: 120, ramp: 60, ratesGrow: true },
  numbers,
  exam: (_plan, now) => longExam(now),
  manner: { feedbackShare },
  async play({ plan, generators, now, say }) {
    say(`the slot begins: ${plan.candidates} candidates come in ${plan.ramp} s`);
    const from = now() + leadMs;
    const readings = await generators.run({
      kind: 'together',
      phases: [
        { kind: 'arrive', from, ratePerS: arrivalRate(plan) / generators.size, questions: true },
        workPhase(
          from,
          plan.seconds,
          {
            saves: plan.rate,
            visits: plan.rate * visitsPerSave,
            questions: plan.rate * questionsPerSave,
            handIns: plan.rate * handInsPerSave,
          },
          generators.size,
        ),
      ],
    });
    const p99 = (timing: 'start' | 'questions' | 'seal' | 'feedback') =>
      readings.timing(timing).whole.percentileMs(0.99);
    const extra: NumbersOf<typeof numbers> = {
      started: readings.count('started'),
      handedIn: readings.count('sealed'),
      questionRequestsPerS: readings.timing('questions').whole.count / plan.seconds,
      startP99Ms: p99('start'),
      questionsP99Ms: p99('questions'),
      sealP99Ms: p99('seal'),
      feedbackForms: readings.timing('feedback').whole.count,
      feedbackP99Ms: p99('feedback'),
      lostConnections: readings.count('lost'),
    };
    return measuredSaves(readings, plan.seconds, extra);
  },
};
