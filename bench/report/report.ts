import type { Fault, Violation } from '../checker/violation.ts';

/** What `--json` writes. Fields are only ever added; README.md of the bench says what they mean. */
export interface Report {
  readonly scenario: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly commit: string;
  readonly machine: {
    readonly cpus: number;
    readonly model: string;
    readonly memoryGb: number;
    readonly node: string;
  };
  readonly candidates: number;
  readonly nodes: number;
  readonly seconds: number;
  readonly offeredPerS: number;
  readonly ackedPerS: number;
  /** What the latency is of: `save`, `start`, `seal`, `resync`, `sign-in`. */
  readonly latencyOf: string;
  readonly latencyMs: Latency;
  /** Requests that were answered with an error, by whatever code. */
  readonly refused: number;
  readonly refusedByCode: Readonly<Record<string, number>>;
  /** Candidates that did not reach the end of the scenario. */
  readonly unfinished: number;

  /** `false`: there was nothing to look into, and the five numbers below say nothing. */
  readonly verified: boolean;
  /** Why not; `null` when it is. */
  readonly unverifiedBecause: string | null;
  readonly ackedButLost: number;
  readonly wrongValue: number;
  readonly sealedTwice: number;
  readonly acceptedLate: number;
  readonly chainBroken: number;
  readonly violations: readonly Violation[];
  readonly attempts: number;
  readonly frames: number;

  readonly server: {
    readonly rssMb: number;
    readonly cpuS: number;
    readonly bytesPerCandidate: number;
    readonly databaseCpuS: number;
  } | null;
  readonly generator: {
    readonly processes: number;
    readonly cpuS: number;
    /** Share of its busiest five seconds in which the busiest process was at work. */
    readonly busy: number;
    /** How late generators were with what they sent, 99th percentile. */
    readonly lagMs: number;
    /** The run is worth nothing: what it measured is the generator. */
    readonly saturated: boolean;
  };
  readonly floor: { readonly ackedPerS: number; readonly ratio: number } | null;
  /** Numbers of this scenario alone. */
  readonly extra: Readonly<Record<string, number>>;
  /** Sentences on what the numbers do not say. */
  readonly remarks: readonly string[];
  readonly requirements: readonly { readonly text: string; readonly isMet: boolean }[];
  readonly overTime: readonly SecondReading[];
  /** Share of all values and the value they do not exceed. */
  readonly percentiles: readonly (readonly [share: number, ms: number])[];
}

/** How many promises the check has found broken, of all kinds together. */
export function brokenPromises(report: Pick<Report, Fault>): number {
  const { ackedButLost, wrongValue, sealedTwice, acceptedLate, chainBroken } = report;
  return ackedButLost + wrongValue + sealedTwice + acceptedLate + chainBroken;
}

export interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface SecondReading {
  /** Since the first. */
  readonly second: number;
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}
