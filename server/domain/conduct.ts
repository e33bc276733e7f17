import type { ConductPolicy, ConductStep, Observation, PageObservation } from './content.ts';

export const pageObservations: readonly PageObservation[] = [
  'tab-hidden',
  'window-blur',
  'fullscreen-exit',
  'copy',
  'paste',
  'network-change',
];

export const observations: readonly Observation[] = [...pageObservations, 'second-device', 'disconnected'];

/** Who issues the commands of an exam's own policy, in the place of a person's id. */
export const policyActor = '00000000-0000-8000-8000-000000000001';

/** An absence shorter than this is a reconnect and not worth a word, ms. */
export const leastAwayMs = 10_000;

/** What was noticed of one candidate, and the time that was lost. */
export interface ConductRecord {
  /** Only of what the exam's policy names. */
  readonly counts: ReadonlyMap<Observation, number>;
  /** When the candidate came back from the last absence that was recorded, epoch ms. */
  readonly returnedAt: number;
  /** All the time that the candidate could not use, ms. */
  readonly lostMs: number;
  /** Stretches that are over in which the exam stood still: pauses, and from a hand-in to its reopening. */
  readonly stops: readonly Absence[];
}

export const blankRecord: ConductRecord = {
  counts: new Map(),
  returnedAt: 0,
  lostMs: 0,
  stops: [],
};

/** The record after these were noticed. What the policy does not name is not counted. */
export function noticed(
  record: ConductRecord,
  types: readonly string[],
  policy: ConductPolicy | undefined,
): ConductRecord {
  const named = types.filter((type): type is Observation => policy !== undefined && isNamed(policy, type));
  if (named.length === 0) return record;
  const counts = new Map(record.counts);
  for (const type of named) counts.set(type, (counts.get(type) ?? 0) + 1);
  return { ...record, counts };
}

/** The record when the exam goes on that stood still from `from` to `to`. */
export function resumedAfter(record: ConductRecord, from: number, to: number): ConductRecord {
  return { ...record, stops: [...record.stops, { from, to }] };
}

/** What the candidate's page has to look out for: nothing where the exam has no policy. */
export function toObserve(policy: ConductPolicy | undefined): readonly PageObservation[] {
  return policy === undefined ? [] : pageObservations.filter((type) => isNamed(policy, type));
}

/** A step of the policy that a candidate has reached, and how often it had happened by the rule. */
export interface ReachedStep {
  readonly type: Observation;
  readonly step: ConductStep;
}

/** Every step up to the present counts, in the order of the policy. */
export function reachedSteps(
  policy: ConductPolicy | undefined,
  { counts }: ConductRecord,
): readonly ReachedStep[] {
  if (policy === undefined || counts.size === 0) return [];
  return observations.flatMap((type) =>
    (policy[type] ?? [])
      .filter((step) => (counts.get(type) ?? 0) >= step.after)
      .map((step) => ({ type, step })),
  );
}

/** A stretch of time that counts on the exam's clock, epoch ms. */
export interface Absence {
  readonly from: number;
  readonly to: number;
}

/**
 * How much of an absence the candidate could have used, ms: not what came after the deadline, and not while the exam
 * stood still. `pausedAt`: since when the attempt is paused, if it is.
 */
export function usableTime(
  { from, to }: Absence,
  deadlineAt: number,
  pausedAt: number | null,
  { stops }: ConductRecord,
): number {
  const end = Math.min(to, deadlineAt, pausedAt ?? Number.POSITIVE_INFINITY);
  const stood = stops.reduce((sum, stop) => sum + overlap({ from, to: end }, stop), 0);
  return Math.max(0, end - from - stood);
}

function overlap(a: Absence, b: Absence): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}

function isNamed(policy: ConductPolicy, type: string): boolean {
  return observations.some((known) => known === type && policy[known] !== undefined);
}
