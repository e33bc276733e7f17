import type { Report } from './report.ts';

/** The report in a few lines for a terminal. */
export function summary(report: Report): string {
  const { latencyMs: ms, generator, server, floor } = report;
  const lines = [
    `${report.scenario}: ${report.candidates} candidates, ${report.nodes} nodes, ${report.seconds} s`,
    `  offered      ${perSecond(report.offeredPerS)}, acknowledged ${perSecond(report.ackedPerS)}, refused ${report.refused}`,
    `  ${report.latencyOf.padEnd(12)} p50 ${ms.p50} ms, p90 ${ms.p90} ms, p99 ${ms.p99} ms, p99.9 ${ms.p999} ms, max ${ms.max} ms`,
    ...Object.entries(report.extra).map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
    ...(report.unfinished > 0 ? [`  unfinished   ${report.unfinished} candidates`] : []),
    ...(server === null
      ? []
      : [
          `  server       ${Math.round(server.rssMb)} MB, ${server.cpuS} s of CPU, ${server.bytesPerCandidate} bytes a candidate; database ${server.databaseCpuS} s of CPU`,
        ]),
    `  generator    ${generator.processes} processes, ${generator.cpuS} s of CPU, ${Math.round(generator.busy * 100)} % busy, p99 ${generator.lagMs} ms late`,
    ...(floor === null ? [] : [`  floor        ${perSecond(floor.ackedPerS)}; ratio ${floor.ratio}`]),
    verdictLine(report),
    ...report.violations
      .slice(0, 10)
      .map(({ fault, attemptId, message }) => `    ${fault} ${attemptId}: ${message}`),
    ...report.requirements.map(({ text, isMet }) => `  ${isMet ? 'met     ' : 'NOT MET '}     ${text}`),
    ...report.remarks,
  ];
  return lines.join('\n');
}

function verdictLine(report: Report): string {
  if (report.unverifiedBecause !== null) return `  UNVERIFIED   ${report.unverifiedBecause}`;
  const { ackedButLost, wrongValue, sealedTwice, acceptedLate, chainBroken, attempts, frames } = report;
  return (
    `  checked      ${attempts} attempts, ${frames} frames: lost ${ackedButLost}, wrong ${wrongValue}, ` +
    `sealed twice ${sealedTwice}, accepted late ${acceptedLate}, chain broken ${chainBroken}`
  );
}

function perSecond(rate: number): string {
  return `${Math.round(rate)}/s`;
}
