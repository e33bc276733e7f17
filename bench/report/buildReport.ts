import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import process from 'node:process';
import type { Verdict } from '../checker/verify.ts';
import type { Floor } from '../floor/measureFloor.ts';
import type { Histogram } from '../histogram.ts';
import type { Plan, Requirement } from '../plan.ts';
import type { Measured } from '../scenarios/scenario.ts';
import type { Latency, Report, SecondReading } from './report.ts';

export interface Findings {
  readonly plan: Plan;
  readonly startedAt: number;
  readonly measured: Measured;
  readonly generators: number;
  /** `null`: there was no database to look into. */
  readonly verdict: Verdict | null;
  readonly server: Report['server'];
  readonly floor: Floor | null;
}

const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.98, 0.99];
const fineShares = [0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99999, 1];

export function buildReport(findings: Findings): Report {
  const { plan, startedAt, measured, verdict, server, floor } = findings;
  const { readings, timing } = measured;
  const { whole, seconds } = readings.timing(timing);
  const unjudged = {
    ...machineReport(startedAt),
    scenario: plan.scenario,
    candidates: plan.candidates,
    nodes: plan.nodes,
    seconds: measured.seconds,
    offeredPerS: rounded(measured.offeredPerS),
    ackedPerS: rounded(measured.ackedPerS),
    latencyOf: timing,
    latencyMs: latencyOf(whole),
    refused: readings.count('refused'),
    refusedByCode: readings.countsOf('refused: '),
    unfinished: measured.unfinished,
    verified: verdict !== null,
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
      lagMs: rounded(readings.timing('lag').whole.percentileMs(0.99)),
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
    overTime: overTime(seconds),
    percentiles: [...shares, ...fineShares].map(
      (share) => [share, rounded(whole.percentileMs(share))] as const,
    ),
  };
  const requirements = plan.requirements.map((each) => ({ text: each.text, isMet: isMet(each, unjudged) }));
  return { ...unjudged, requirements };
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

/** A field is named by its path; those of the latency by their last part as well. */
function isMet({ field, comparison, value }: Requirement, report: object): boolean {
  const found =
    numberAt(report, field) ?? numberAt(report, `latencyMs.${field}`) ?? numberAt(report, `extra.${field}`);
  if (found === undefined) return false;
  switch (comparison) {
    case '<=':
      return found <= value;
    case '>=':
      return found >= value;
    case '=':
      return found === value;
  }
}

function numberAt(report: object, path: string): number | undefined {
  const found = path.split('.').reduce<unknown>((part, name) => {
    return typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined;
  }, report);
  return typeof found === 'number' ? found : undefined;
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
