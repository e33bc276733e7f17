import { BenchError } from '../benchError.ts';
import type { Phase } from '../generator/messages.ts';
import type { Readings } from '../generator/readings.ts';
import type { Plan } from '../plan.ts';
import type { ExamTimes, Measured, Stage } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;

/** How far ahead of now a phase begins, so that every process begins it at the same moment, ms. */
export const leadMs = 500;

/** Above this share of its time at work a generator measures itself. */
const saturatedAt = 0.9;

/** Patience with an arrival is over at the latest when it has taken so many times as long as planned, and a minute more. */
const slowestArrival = 20;

/** How fast candidates come in where that is not what is measured, per second. */
const arrivalsPerS = 800;

/** An exam that lasts far longer than any run. */
export function longExam(now: number): ExamTimes {
  return {
    clock: 'individual',
    durationMinutes: 180,
    graceSeconds: 5,
    opensAt: now - minute,
    lastEntryAt: now + 6 * hour,
    closesAt: now + 12 * hour,
  };
}

/** How fast candidates come in, per second over all generators. */
export function arrivalRate({ candidates, ramp }: Plan): number {
  return ramp === null ? arrivalsPerS : candidates / ramp;
}

/** The arrival of so many candidates, as one of so many generators has a part in it. Nobody waits for a server that lets none in. */
export function arrivalPhase(
  from: number,
  { candidates, ratePerS, questions }: { candidates: number; ratePerS: number; questions: boolean },
  generators: number,
): Phase {
  const plannedMs = (candidates / ratePerS) * 1_000;
  const patienceMs = minute + slowestArrival * plannedMs;
  return { kind: 'arrive', from, ratePerS: ratePerS / generators, questions, patienceMs };
}

/** Everybody comes in and opens the exam, before what is measured begins. @throws BenchError when they cannot */
export async function bringIn(stage: Stage): Promise<Readings> {
  const { plan, generators, now, say } = stage;
  say(`bringing in ${plan.candidates} candidates`);
  const { candidates } = plan;
  const arrival = { candidates, ratePerS: arrivalRate(plan), questions: false };
  const begunAt = now();
  const readings = await generators.run(arrivalPhase(begunAt + leadMs, arrival, generators.size));
  const outside = readings.count('outside');
  if (outside === 0) return readings;
  const waitedS = Math.round((now() - begunAt) / 1_000);
  throw new BenchError(
    `After ${waitedS} s ${outside} of ${candidates} candidates had not come in. Is the server up and not too busy for so many? Else say fewer --candidates.`,
  );
}

export interface WorkRates {
  readonly saves: number;
  readonly visits?: number;
  readonly questions?: number;
  readonly handIns?: number;
}

/** Everybody works; rates are per second over all generators. */
export function work({ generators, now }: Stage, seconds: number, rates: WorkRates): Promise<Readings> {
  return generators.run(workPhase(now() + leadMs, seconds, rates, generators.size));
}

/** The part of the work that one of so many generators has; without `seconds` it goes on until it is ended. */
export function workPhase(from: number, seconds: number | null, rates: WorkRates, generators: number): Phase {
  const share = (rate = 0) => rate / generators;
  return {
    kind: 'work',
    from,
    seconds,
    savesPerS: share(rates.saves),
    visitsPerS: share(rates.visits),
    questionsPerS: share(rates.questions),
    handInsPerS: share(rates.handIns),
  };
}

/** What saves have come to. */
export function measuredSaves(
  readings: Readings,
  seconds: number,
  extra: Readonly<Record<string, number>> = {},
): Measured {
  return {
    timing: 'save',
    seconds,
    offeredPerS: readings.count('offered') / seconds,
    ackedPerS: readings.count('ackedInTime') / seconds,
    readings,
    unfinished: readings.unfinished,
    isSaturated: isSaturated(readings),
    extra,
  };
}

export function isSaturated(readings: Readings): boolean {
  return readings.busy > saturatedAt;
}
