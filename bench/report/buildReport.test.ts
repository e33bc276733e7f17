import { describe, expect, it } from 'vitest';
import type { PhaseResult } from '../generator/messages.ts';
import { Meters } from '../generator/meters.ts';
import { Readings } from '../generator/readings.ts';
import { measuredSaves } from '../scenarios/common.ts';
import { buildReport, type Findings } from './buildReport.ts';

/** What one generator process has read: saves of 1…`slowest` ms, one in each second. */
function resultOf(slowest: number, busyMs = 100): PhaseResult {
  const meters = new Meters();
  for (let ms = 1; ms <= slowest; ms += 1) meters.time('save', ms, 1_000_000 + ms * 1_000);
  meters.count('offered', slowest);
  meters.count('ackedInTime', slowest);
  meters.count('refused: busy', 2);
  meters.count('refused', 2);
  return { meters: meters.take(), cpuS: 0.5, lastedMs: 10_000, busyMs, unfinished: 0 };
}

function findings(
  results: readonly PhaseResult[],
  requirements: Findings['plan']['requirements'] = [],
): Findings {
  return {
    plan: {
      scenario: 'autosave',
      candidates: 10,
      nodes: 1,
      rate: 1,
      seconds: 10,
      ramp: null,
      skew: 'day',
      seed: 1,
      sample: 0,
      sealed: false,
      floor: true,
      profileFolder: null,
      target: null,
      requirements,
      jsonFile: null,
      htmlFile: null,
    },
    startedAt: 0,
    measured: measuredSaves(new Readings(results), 10),
    generators: results.length,
    verdict: null,
    unverifiedBecause: 'nobody looked',
    server: null,
    floor: { ackedPerS: 40 },
  };
}

describe('the report', () => {
  it('[BEN-2] has percentiles of all processes together', () => {
    const { latencyMs } = buildReport(findings([resultOf(10), resultOf(100)]));
    expect(latencyMs.p50).toBeGreaterThan(44);
    expect(latencyMs.p50).toBeLessThan(46);
    expect(latencyMs.max).toBe(100);
  });

  it('[BEN-18] has the documented keys, with rates, counts and the ratio to the bare server', () => {
    const report = buildReport(findings([resultOf(100), resultOf(100)]));
    expect(report).toMatchObject({
      scenario: 'autosave',
      candidates: 10,
      nodes: 1,
      seconds: 10,
      offeredPerS: 20,
      ackedPerS: 20,
      refused: 4,
      refusedByCode: { busy: 4 },
      floor: { ackedPerS: 40, ratio: 0.5 },
      generator: { processes: 2, cpuS: 1, saturated: false },
    });
    const keys = [
      'latencyMs',
      'ackedButLost',
      'wrongValue',
      'sealedTwice',
      'acceptedLate',
      'chainBroken',
      'server',
    ];
    for (const key of keys) expect(report).toHaveProperty(key);
    expect(report.overTime).toHaveLength(100);
    expect(report.overTime[0]).toMatchObject({ second: 0, count: 2 });
  });

  it('[BEN-14] without a database is not verified', () => {
    const report = buildReport(findings([resultOf(1)]));
    expect(report).toMatchObject({ verified: false, unverifiedBecause: 'nobody looked' });
  });

  it('[BEN-16] says which requirements are met; one for a number that is not there is not', () => {
    const want = (field: string, comparison: '<=' | '>=' | '=', value: number) => ({
      text: `${field}${comparison}${value}`,
      field,
      comparison,
      value,
    });
    const wanted = [
      want('p99', '<=', 150),
      want('p99', '<=', 5),
      want('ackedPerS', '>=', 10),
      want('floor.ratio', '>=', 0.6),
      want('refused', '=', 2),
      want('refusedByCode.busy', '<=', 3),
      want('refusedByCode.gap', '<=', 0),
      want('speed', '<=', 1),
    ];
    const { requirements } = buildReport(findings([resultOf(100)], wanted));
    expect(requirements.map(({ isMet }) => isMet)).toEqual([
      ...[true, false, true, false],
      ...[true, true, true, false],
    ]);
  });

  it('[BEN-1] says when the generator’s own lateness is a large part of what it measured', () => {
    const late = (lagMs: number) => {
      const meters = new Meters();
      meters.time('save', 100, 1_000);
      meters.time('lag', lagMs, 1_000);
      const result = { ...resultOf(0), meters: meters.take() };
      return buildReport(findings([result])).remarks;
    };
    expect(late(9)).toEqual([]);
    expect(late(24)).toEqual([]);
    expect(late(40)).toEqual([expect.stringMatching(/^The generator itself was up to 40 ms late/)]);
  });

  it('[BEN-20] calls a generator that was at work nine tenths of the time saturated, and the run worth nothing', () => {
    const worthless = buildReport(findings([resultOf(1, 9_100), resultOf(1)]));
    expect(worthless.generator.saturated).toBe(true);
    expect(worthless.remarks).toEqual([expect.stringContaining('the run is worth nothing')]);
    const good = buildReport(findings([resultOf(1, 8_900), resultOf(1)]));
    expect(good.generator.saturated).toBe(false);
    expect(good.remarks).toEqual([]);
  });
});
