import { BenchError } from '../benchError.ts';
import { bringIn, isSaturated, work } from './common.ts';
import type { NumbersOf, Scenario } from './scenario.ts';

const minute = 60_000;
/** Candidates whose page is gone when the time is over: the server seals for them. */
const absentShare = 0.1;
/** Clocks of pages are about this far apart, ms. */
const spreadMs = 1_000;
/** The server waits for grace and delay before it seals by itself; then all of these are due at once. */
const patienceMs = 180_000;
const leastWorkMs = 3_000;
const leaveBeforeMs = 1_500;
const numbers = ['handedIn', 'drainSeconds', 'allSealedSecondsAfterDeadline'] as const;

export const deadlineSurge: Scenario = {
  name: 'deadline-surge',
  about: 'Everybody’s time is over in the same second; nine of ten hand in, the server seals for the others.',
  defaults: { candidates: 24_000, nodes: 2, rate: 400, seconds: 10 },
  numbers,
  exam(plan, now, readyAt) {
    const closesAt = Math.ceil((readyAt + plan.seconds * 1_000) / 1_000) * 1_000;
    return {
      clock: 'common',
      durationMinutes: (closesAt - now) / minute,
      graceSeconds: 5,
      opensAt: now - minute,
      lastEntryAt: closesAt,
      closesAt,
    };
  },
  async play(stage) {
    const { plan, exam, generators, now, say } = stage;
    const deadline = exam.closesAt;
    await bringIn(stage);
    const left = deadline - now();
    if (left < leastWorkMs)
      throw new BenchError('Bringing the candidates in took longer than planned: say more --seconds.');
    say(`saving until the deadline in ${Math.round(left / 1_000)} s`);
    const working = Math.floor((left - leaveBeforeMs) / 1_000);
    await work(stage, Math.max(1, working), { saves: plan.rate });
    say('the time is over');
    const readings = await generators.run({
      kind: 'together',
      phases: [
        { kind: 'leave', at: deadline - leaveBeforeMs / 2, share: absentShare },
        { kind: 'hand-in', at: deadline, spreadMs, patienceMs },
      ],
    });
    const handedIn = readings.timing('seal');
    const drainSeconds = Math.max(1, (handedIn.seconds.at(-1)?.[0] ?? 0) - Math.floor(deadline / 1_000) + 1);
    say('waiting for the seals of those who have gone');
    const sealedAt = await stage.untilSealed(patienceMs);
    const extra: Partial<NumbersOf<typeof numbers>> = {
      handedIn: handedIn.whole.count,
      drainSeconds,
      ...(sealedAt !== null && { allSealedSecondsAfterDeadline: (sealedAt - deadline) / 1_000 }),
    };
    return {
      timing: 'seal',
      seconds: drainSeconds,
      offeredPerS: (plan.candidates * (1 - absentShare)) / (spreadMs / 1_000),
      ackedPerS: handedIn.whole.count / drainSeconds,
      readings,
      unfinished: readings.unfinished,
      isSaturated: isSaturated(readings),
      extra,
    };
  },
};
