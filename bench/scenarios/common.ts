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
  return ramp === null || ramp === 0 ? arrivalsPerS : candidates / ramp;
}

/** Everybody comes in and opens the exam, before what is measured begins. */
export async function bringIn(stage: Stage): Promise<Readings> {
  const { plan, generators, now, say } = stage;
  say(`bringing in ${plan.candidates} candidates`);
  const ratePerS = arrivalRate(plan) / generators.size;
  return generators.run({ kind: 'arrive', from: now() + leadMs, ratePerS, questions: false });
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

/** The part of the work that one of so many generators has. */
export function workPhase(from: number, seconds: number, rates: WorkRates, generators: number): Phase {
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
