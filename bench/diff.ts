import { readFile } from 'node:fs/promises';
import { BenchError } from './benchError.ts';

/** Where each number of a report stands, and whether less of it is better. */
const compared: readonly (readonly [path: string, better: 'less' | 'more' | 'none'])[] = [
  ['candidates', 'none'],
  ['nodes', 'none'],
  ['offeredPerS', 'none'],
  ['ackedPerS', 'more'],
  ['latencyMs.p50', 'less'],
  ['latencyMs.p90', 'less'],
  ['latencyMs.p99', 'less'],
  ['latencyMs.p999', 'less'],
  ['latencyMs.max', 'less'],
  ['refused', 'less'],
  ['unfinished', 'less'],
  ['ackedButLost', 'less'],
  ['wrongValue', 'less'],
  ['sealedTwice', 'less'],
  ['acceptedLate', 'less'],
  ['chainBroken', 'less'],
  ['server.rssMb', 'less'],
  ['server.cpuS', 'less'],
  ['server.bytesPerCandidate', 'less'],
  ['server.databaseCpuS', 'less'],
  ['generator.cpuS', 'less'],
  ['floor.ackedPerS', 'none'],
  ['floor.ratio', 'more'],
];

/** Changes smaller than this share are noise. */
const noise = 0.02;

/** Two reports side by side. @throws BenchError when a file is no report. */
export async function diff([a, b]: readonly [string, string]): Promise<string> {
  const [before, after] = await Promise.all([readReport(a), readReport(b)]);
  const rows = [...compared, ...extras(before, after)].map(([path, better]) => {
    const [was, is] = [numberAt(before, path), numberAt(after, path)];
    return [path, shown(was), shown(is), change(was, is), judged(was, is, better)];
  });
  const about = (report: object, name: string) => String(Reflect.get(report, name) ?? '?');
  const head = [
    '',
    `A ${about(before, 'scenario')} ${about(before, 'commit')}`,
    `B ${about(after, 'scenario')} ${about(after, 'commit')}`,
    'change',
    '',
  ];
  return aligned([head, ...rows.filter(([, was, is]) => was !== '-' || is !== '-')]);
}

async function readReport(path: string): Promise<object> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new BenchError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  const report = parsed(text);
  if (typeof report === 'object' && report !== null && 'scenario' in report && 'latencyMs' in report)
    return report;
  throw new BenchError(`${path} is no report of the bench: make one with --json ${path}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Numbers that only these scenarios have. */
function extras(...reports: readonly object[]): readonly (readonly [string, 'none'])[] {
  const names = reports.flatMap((report) => {
    const extra: unknown = Reflect.get(report, 'extra');
    return typeof extra === 'object' && extra !== null ? Object.keys(extra) : [];
  });
  return [...new Set(names)].map((name) => [`extra.${name}`, 'none'] as const);
}

function numberAt(report: object, path: string): number | undefined {
  const found = path.split('.').reduce<unknown>((part, name) => {
    return typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined;
  }, report);
  return typeof found === 'number' ? found : undefined;
}

function shown(value: number | undefined): string {
  return value === undefined ? '-' : String(value);
}

function change(was: number | undefined, is: number | undefined): string {
  if (was === undefined || is === undefined || was === is) return '';
  if (was === 0) return 'new';
  const share = Math.round(((is - was) / was) * 1_000) / 10;
  return `${share > 0 ? '+' : ''}${share} %`;
}

function judged(was: number | undefined, is: number | undefined, better: 'less' | 'more' | 'none'): string {
  if (was === undefined || is === undefined || better === 'none') return '';
  if (Math.abs(is - was) <= Math.abs(was) * noise) return '';
  return is < was === (better === 'less') ? 'better' : 'worse';
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
