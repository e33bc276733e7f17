import { leadMs, longExam, measuredSaves } from './common.ts';
import type { NumbersOf, Scenario } from './scenario.ts';

const numbers = ['renewedPerS', 'renewP99Ms'] as const;

export const signIn: Scenario = {
  name: 'sign-in',
  about: 'Sign-ins by password, --rate a second, and as many renewals of tokens by cookie.',
  defaults: { candidates: 2_000, nodes: 1, rate: 20, seconds: 30 },
  numbers,
  exam: (_plan, now) => longExam(now),
  async play({ plan, generators, now, say }) {
    say(`${plan.rate} sign-ins a second`);
    const ratePerS = plan.rate / generators.size;
    const from = now() + leadMs;
    const { seconds } = plan;
    const rates = { signInsPerS: ratePerS, renewalsPerS: ratePerS };
    const readings = await generators.run({ kind: 'sign-in', from, seconds, ...rates });
    const renewed = readings.timing('renew').whole;
    const extra: NumbersOf<typeof numbers> = {
      renewedPerS: renewed.count / seconds,
      renewP99Ms: renewed.percentileMs(0.99),
    };
    return { ...measuredSaves(readings, seconds, extra), timing: 'sign-in' };
  },
};
