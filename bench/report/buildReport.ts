import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import process from 'node:process';
import type { Verdict } from '../checker/verify.ts';
import type { Floor } from '../floor/measureFloor.ts';
import type { Timing } from '../generator/meters.ts';
import type { Readings } from '../generator/readings.ts';
import type { Histogram } from '../histogram.ts';
import type { Plan } from '../plan.ts';
import { isMet } from '../requirements.ts';
import type { Measured } from '../scenarios/scenario.ts';
import type { Latency, Report, SecondReading } from './report.ts';

export interface Findings {
  readonly plan: Plan;
  readonly startedAt: number;
  readonly measured: Measured;
  readonly generators: number;
  /** `null`: there was nothing to look into. */
  readonly verdict: Verdict | null;
  /** Why there was not. */
  readonly unverifiedBecause: string;
  readonly server: Report['server'];
  readonly floor: Floor | null;
}

const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.98, 0.99];
const fineShares = [0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99999, 1];

const saturation =
  'The generator was saturated: what was measured is the generator, and the run is worth nothing. Ask for a lower --rate or ' +
  'fewer --candidates, or run the bench on a machine of its own with --target.';

/** A generator that was later than this, and than this share of what it measured, has its part in it. */
const noticedLagMs = 10;
const noticedLagShare = 0.25;

export function buildReport(findings: Findings): Report {
  const { plan, startedAt, measured, verdict, unverifiedBecause, server, floor } = findings;
  const { readings, timing } = measured;
  const { whole, seconds } = readings.timing(timing);
  const unjudged = {
    ...machineReport(startedAt),
    scenario: plan.scenario,
    candidates: plan.candidates,
    nodes: plan.nodes,
    seconds: rounded(measured.seconds),
    offeredPerS: rounded(measured.offeredPerS),
    ackedPerS: rounded(measured.ackedPerS),
    latencyOf: timing,
    latencyMs: latencyOf(whole),
    refused: readings.count('refused'),
    refusedByCode: readings.countsOf('refused: '),
    unfinished: measured.unfinished,
    verified: verdict !== null,
    unverifiedBecause: verdict === null ? unverifiedBecause : null,
    ...(verdict?.counts ?? {
      ackedButLost: 0,
      wrongValue: 0,
      sealedTwice: 0,
      acceptedLate: 0,
      chainBroken: 0,
    }),
    violations: verdict?.violations ?? [],
    attempts: verdict?.attempts ?? 0,
    frames: verdict?.frames ?? 0,
    server,
    generator: {
      processes: findings.generators,
      cpuS: rounded(readings.cpuS),
      busy: rounded(readings.busy),
      lagMs: rounded(p99Of(readings, 'lag')),
      saturated: measured.isSaturated,
    },
    floor: floor && {
      ackedPerS: rounded(floor.ackedPerS),
      ratio: rounded(measured.ackedPerS / floor.ackedPerS),
    },
    extra: Object.fromEntries(
      Object.entries({ ...measured.extra, ...ofSample(plan, measured) }).map(([name, value]) => [
        name,
        rounded(value),
      ]),
    ),
    remarks: remarksOn(measured),
    overTime: overTime(seconds),
    percentiles: [...shares, ...fineShares].map(
      (share) => [share, rounded(whole.percentileMs(share))] as const,
    ),
  };
  const requirements = plan.requirements.map((each) => ({ text: each.text, isMet: isMet(each, unjudged) }));
  return { ...unjudged, requirements };
}

function remarksOn({ isSaturated, readings, timing, remarks = [] }: Measured): readonly string[] {
  const outside = readings.count('outside');
  const [lagMs, p99] = [p99Of(readings, 'lag'), p99Of(readings, timing)];
  const isLate = lagMs > noticedLagMs && lagMs > p99 * noticedLagShare;
  return [
    ...(isSaturated ? [saturation] : isLate ? [lateness(lagMs)] : []),
    ...(outside > 0
      ? [`${outside} candidates had not come in when the bench stopped waiting for them.`]
      : []),
    ...remarks,
  ];
}

function lateness(lagMs: number): string {
  return `The generator itself was up to ${Math.round(lagMs)} ms late (p99), and that is part of every latency: the machine was too busy for it.`;
}

function p99Of(readings: Readings, timing: Timing): number {
  return readings.timing(timing).whole.percentileMs(0.99);
}

function machineReport(startedAt: number): Pick<Report, 'startedAt' | 'commit' | 'machine'> {
  const processors = cpus();
  return {
    startedAt: new Date(startedAt).toISOString(),
    commit: commit(),
    machine: {
      cpus: processors.length,
      model: processors[0]?.model ?? 'unknown',
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}

function latencyOf(histogram: Histogram): Latency {
  const at = (share: number) => rounded(histogram.percentileMs(share));
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: rounded(histogram.maxMs) };
}

function overTime(seconds: readonly (readonly [number, Histogram])[]): SecondReading[] {
  const first = seconds[0]?.[0] ?? 0;
  return seconds.map(([second, histogram]) => {
    const { p50, p99, max } = latencyOf(histogram);
    return { second: second - first, count: histogram.count, p50, p99, max };
  });
}

/** To three decimals. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** What candidates on the real client have measured, beside the cheap ones. */
function ofSample({ sample }: Plan, { readings }: Measured): Readonly<Record<string, number>> {
  if (sample === 0) return {};
  const { whole } = readings.timing('real-save');
  return {
    realCandidates: sample,
    realSaves: whole.count,
    realP50Ms: whole.percentileMs(0.5),
    realP99Ms: whole.percentileMs(0.99),
  };
}
