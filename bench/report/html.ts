import { escapeText, plot } from './plot.ts';
import { brokenPromises, type Report } from './report.ts';

const colours = { p50: '#1b7837', p99: '#2166ac', max: '#b2182b' } as const;
const percentileMarks = [0.5, 0.9, 0.99, 0.999, 0.9999] as const;
const timeMarks = 8;

const style = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: 900px; margin: 2em auto; padding: 0 1em; color: #222; }
h1 { font-size: 1.5em; } figure { margin: 2em 0; } figcaption { font-weight: bold; }
svg { width: 100%; height: auto; font-size: 12px; } .grid { stroke: #ddd; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .15em 1.5em .15em 0; vertical-align: top; }
.good { color: #1b7837; } .bad { color: #b2182b; font-weight: bold; }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd; } .grid { stroke: #444; } text { fill: #ddd; } }
`;

/** The report as one page that needs nothing else. */
export function html(report: Report): string {
  const title = `${report.scenario}, ${report.candidates} candidates`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeText(title)}</title>
<style>${style}</style>
<h1>${escapeText(title)}</h1>
<p>${verdict(report)}</p>
${report.remarks.map((remark) => `<p class="bad">${escapeText(remark)}</p>`).join('\n')}
${table(rowsOf(report))}
${overTime(report)}
${percentiles(report)}
${violations(report)}
<p>${escapeText(machine(report))}</p>
</html>
`;
}

function verdict(report: Report): string {
  const { unverifiedBecause } = report;
  if (unverifiedBecause !== null)
    return `<span class="bad">UNVERIFIED</span>: ${escapeText(unverifiedBecause)}.`;
  const wrong = brokenPromises(report);
  return wrong === 0
    ? `<span class="good">Every acknowledged answer is in the log</span> (${report.attempts} attempts, ${report.frames} frames checked).`
    : `<span class="bad">${wrong} violations.</span>`;
}

function rowsOf(report: Report): readonly (readonly [name: string, value: string])[] {
  const { latencyMs: ms, server, generator, floor } = report;
  return [
    [
      'acknowledged',
      `${report.ackedPerS} a second, of ${report.offeredPerS} offered, over ${report.seconds} s`,
    ],
    [
      `latency of ${report.latencyOf}`,
      `p50 ${ms.p50} · p90 ${ms.p90} · p99 ${ms.p99} · p99.9 ${ms.p999} · max ${ms.max} ms`,
    ],
    ['refused', `${report.refused}${listed(report.refusedByCode)}`],
    ['unfinished candidates', String(report.unfinished)],
    ['acknowledged and lost', String(report.ackedButLost)],
    ['wrong value', String(report.wrongValue)],
    ['sealed twice', String(report.sealedTwice)],
    ['accepted late', String(report.acceptedLate)],
    ['chain broken', String(report.chainBroken)],
    ...Object.entries(report.extra).map(([name, value]) => [name, String(value)] as const),
    ...(server === null
      ? []
      : ([
          [
            'nodes',
            `${report.nodes}: ${server.rssMb} MB, ${server.cpuS} s of CPU, ${server.bytesPerCandidate} bytes a candidate`,
          ],
          ['database', `${server.databaseCpuS} s of CPU`],
        ] as const)),
    [
      'generator',
      `${generator.processes} processes, ${generator.cpuS} s of CPU, ${Math.round(generator.busy * 100)} % busy, p99 ${generator.lagMs} ms late`,
    ],
    ...(floor === null
      ? []
      : ([['bare server', `${floor.ackedPerS} a second; ratio ${floor.ratio}`]] as const)),
    ...report.requirements.map(({ text, isMet }) => [text, isMet ? 'met' : 'NOT MET'] as const),
  ];
}

function listed(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([code, count]) => `${code} ${count}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([name, value]) => `<tr><th>${escapeText(name)}<td>${escapeText(value)}`);
  return `<table>\n${lines.join('\n')}\n</table>`;
}

function overTime({ overTime: seconds, latencyOf }: Report): string {
  const last = seconds.at(-1)?.second ?? 0;
  const every = Math.max(1, Math.ceil(last / timeMarks));
  const marks = Array.from({ length: Math.floor(last / every) + 1 }, (_, index) => index * every);
  return plot({
    title: `Latency of ${latencyOf} over time`,
    xTitle: 'seconds',
    yTitle: 'ms',
    lines: (['max', 'p99', 'p50'] as const).map((name) => ({
      name,
      colour: colours[name],
      points: seconds.map((each) => [each.second, each[name]] as const),
    })),
    xMarks: marks.map((second) => [second, String(second)]),
  });
}

/** Each further step to the right is a tenth of what is left: 90 %, 99 %, 99.9 %… */
function percentiles({ percentiles: shares, latencyOf }: Report): string {
  const place = (share: number) => -Math.log10(1 - share);
  return plot({
    title: `Latency of ${latencyOf} by percentile`,
    xTitle: 'percentile',
    yTitle: 'ms',
    lines: [
      {
        name: latencyOf,
        colour: colours.p99,
        points: shares.filter(([share]) => share < 1).map(([share, ms]) => [place(share), ms] as const),
      },
    ],
    xMarks: percentileMarks.map((share) => [place(share), `${share * 100} %`]),
  });
}

function violations({ violations: all }: Report): string {
  if (all.length === 0) return '';
  const rows = all.map(({ fault, attemptId, message }) => [`${fault} ${attemptId}`, message] as const);
  return `<h2>Violations (the first ${all.length})</h2>\n${table(rows)}`;
}

function machine({ machine: { cpus, model, memoryGb, node }, commit, startedAt }: Report): string {
  return `${startedAt}, commit ${commit}, ${cpus} × ${model}, ${memoryGb} GB, Node ${node}`;
}
