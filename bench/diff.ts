import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BenchError } from './benchError.ts';
import { numberAt } from './report/numbers.ts';

/** Where each number of a report stands, and whether less of it is better. */
const compared: readonly (readonly [path: string, better: 'less' | 'more' | 'none'])[] = [
  ['candidates', 'none'],
  ['nodes', 'none'],
  ['seconds', 'none'],
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

const number = z.number();

/** As much of a report as is compared, whatever later versions have added. */
const reportForm = z.object({
  scenario: z.string(),
  commit: z.string(),
  machine: z.object({ cpus: number, model: z.string() }),
  candidates: number,
  nodes: number,
  seconds: number,
  offeredPerS: number,
  ackedPerS: number,
  latencyOf: z.string(),
  latencyMs: z.object({ p50: number, p90: number, p99: number, p999: number, max: number }),
  refused: number,
  unfinished: number,
  verified: z.boolean(),
  ackedButLost: number,
  wrongValue: number,
  sealedTwice: number,
  acceptedLate: number,
  chainBroken: number,
  server: z.record(z.string(), number).nullable(),
  generator: z.looseObject({ cpuS: number, saturated: z.boolean() }),
  floor: z.record(z.string(), number).nullable(),
  extra: z.record(z.string(), number),
});

type Compared = z.infer<typeof reportForm>;

/**
 * Two reports side by side. Of different scenarios nothing is called better or worse.
 * @throws BenchError when a file is no report.
 */
export async function diff([a, b]: readonly [string, string]): Promise<string> {
  const [before, after] = await Promise.all([readReport(a), readReport(b)]);
  const isOneScenario = before.scenario === after.scenario;
  const rows = [...compared, ...extras(before, after)].map(([path, better]) => {
    const [was, is] = [numberAt(before, path), numberAt(after, path)];
    return [path, shown(was), shown(is), change(was, is), judged(was, is, isOneScenario ? better : 'none')];
  });
  const head = [
    '',
    `A ${before.scenario} ${before.commit}`,
    `B ${after.scenario} ${after.commit}`,
    'change',
    '',
  ];
  const table = aligned([head, ...rows.filter(([, was, is]) => was !== '-' || is !== '-')]);
  return [table, ...doubts(before, after)].join('\n');
}

/** What makes the two hard to compare, a sentence each. */
function doubts(a: Compared, b: Compared): readonly string[] {
  const of = (name: string, { verified, generator }: Compared) => [
    ...(verified ? [] : [`${name} was not verified: its counts of lost and wrong answers say nothing.`]),
    ...(generator.saturated ? [`In ${name} the generator was saturated: it is worth nothing.`] : []),
  ];
  const machine = ({ machine: { cpus, model } }: Compared) => `${cpus} × ${model}`;
  const differences = [
    ...(a.scenario === b.scenario
      ? []
      : [
          `A is ${a.scenario} and B is ${b.scenario}: two different scenarios, so nothing is called better or worse.`,
        ]),
    ...(a.latencyOf === b.latencyOf
      ? []
      : [`The latency of A is that of ${a.latencyOf}, and that of B of ${b.latencyOf}.`]),
    ...(machine(a) === machine(b)
      ? []
      : [`A ran on ${machine(a)}, B on ${machine(b)}: compare the ratios to the floor.`]),
  ];
  return [...differences, ...of('A', a), ...of('B', b)];
}

async function readReport(path: string): Promise<Compared> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new BenchError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  const report = reportForm.safeParse(parsed(text));
  if (report.success) return report.data;
  const where = report.error.issues[0]?.path.join('.') ?? '';
  const reason = where === '' ? 'it holds no JSON object' : `"${where}" is not there, or not as it should be`;
  throw new BenchError(`${path} is no report of the bench: ${reason}. Make one with --json FILE.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Numbers that only these scenarios have. */
function extras(...reports: readonly Compared[]): readonly (readonly [string, 'none'])[] {
  const names = reports.flatMap(({ extra }) => Object.keys(extra));
  return [...new Set(names)].map((name) => [`extra.${name}`, 'none'] as const);
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
