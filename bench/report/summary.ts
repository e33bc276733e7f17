import type { Report } from './report.ts';

type Row = readonly [name: string, text: string];

const violationsShown = 10;

/** The report in a few lines for a terminal. */
export function summary(report: Report): string {
  const rows = rowsOf(report);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `${report.scenario}: ${report.candidates} candidates, ${report.nodes} nodes, ${report.seconds} s`,
    ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    ...report.remarks,
  ].join('\n');
}

function rowsOf(report: Report): readonly Row[] {
  const { latencyMs: ms, generator, server, floor } = report;
  const rows: Row[] = [
    [
      'offered',
      `${perSecond(report.offeredPerS)}, acknowledged ${perSecond(report.ackedPerS)}, refused ${report.refused}`,
    ],
    [
      report.latencyOf,
      `p50 ${ms.p50} ms, p90 ${ms.p90} ms, p99 ${ms.p99} ms, p99.9 ${ms.p999} ms, max ${ms.max} ms`,
    ],
    ...Object.entries(report.extra).map(([name, value]) => [name, String(value)] as const),
  ];
  if (report.unfinished > 0) rows.push(['unfinished', `${report.unfinished} candidates`]);
  if (server !== null) {
    const { rssMb, cpuS, bytesPerCandidate, databaseCpuS } = server;
    rows.push([
      'server',
      `${rssMb} MB, ${cpuS} s of CPU, ${bytesPerCandidate} bytes a candidate; database ${databaseCpuS} s of CPU`,
    ]);
  }
  rows.push([
    'generator',
    `${generator.processes} processes, ${generator.cpuS} s of CPU, ${Math.round(generator.busy * 100)} % busy, p99 ${generator.lagMs} ms late`,
  ]);
  if (floor !== null) rows.push(['floor', `${perSecond(floor.ackedPerS)}; ratio ${floor.ratio}`]);
  rows.push(verdictRow(report));
  for (const { fault, attemptId, message } of report.violations.slice(0, violationsShown))
    rows.push([fault, `${attemptId}: ${message}`]);
  for (const { text, isMet } of report.requirements) rows.push([isMet ? 'met' : 'NOT MET', text]);
  return rows;
}

function verdictRow(report: Report): Row {
  const { ackedButLost, wrongValue, sealedTwice, acceptedLate, chainBroken, attempts, frames } = report;
  if (report.unverifiedBecause !== null) return ['UNVERIFIED', report.unverifiedBecause];
  return [
    'checked',
    `${attempts} attempts, ${frames} frames: lost ${ackedButLost}, wrong ${wrongValue}, ` +
      `sealed twice ${sealedTwice}, accepted late ${acceptedLate}, chain broken ${chainBroken}`,
  ];
}

function perSecond(rate: number): string {
  return `${Math.round(rate)}/s`;
}
