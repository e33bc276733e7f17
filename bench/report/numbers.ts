import type { Plan } from '../plan.ts';
import type { Scenario } from '../scenarios/scenario.ts';

/** Where the numbers stand that every report has. */
const always = [
  ...['candidates', 'nodes', 'seconds', 'offeredPerS', 'ackedPerS'],
  ...['latencyMs.p50', 'latencyMs.p90', 'latencyMs.p99', 'latencyMs.p999', 'latencyMs.max'],
  ...['refused', 'unfinished'],
  ...['generator.processes', 'generator.cpuS', 'generator.busy', 'generator.lagMs'],
];
const ofCheck = [
  ...['ackedButLost', 'wrongValue', 'sealedTwice', 'acceptedLate', 'chainBroken', 'attempts', 'frames'],
];
const ofOwnServer = ['server.rssMb', 'server.cpuS', 'server.bytesPerCandidate', 'server.databaseCpuS'];
const ofFloor = ['floor.ackedPerS', 'floor.ratio'];
const ofSample = ['extra.realCandidates', 'extra.realSaves', 'extra.realP50Ms', 'extra.realP99Ms'];

/** Any code may stand behind it; one that was never met counts 0. */
const byCode = 'refusedByCode.';

/** A number may be named without these. */
const understood = ['latencyMs.', 'extra.'];

/** Where the numbers stand that the report of such a run will have. */
export function numbersOf(scenario: Scenario, { target, floor, sample }: Plan): readonly string[] {
  const { onFloor = false, numbers = [], numbersOfOwnServer = [] } = scenario;
  const isChecked = !onFloor && (target === null || target.databaseUrl !== null);
  return [
    ...always,
    ...(isChecked ? ofCheck : []),
    ...(target === null ? ofOwnServer : []),
    ...(floor && !onFloor ? ofFloor : []),
    ...[...numbers, ...(target === null ? numbersOfOwnServer : [])].map((name) => `extra.${name}`),
    ...(sample > 0 ? ofSample : []),
  ];
}

/** Whether one of these numbers is meant by the name. */
export function isAmong(numbers: readonly string[], name: string): boolean {
  return (
    name.startsWith(byCode) || ['', ...understood].some((prefix) => numbers.includes(`${prefix}${name}`))
  );
}

/** The shortest name of a number. */
export function shortName(path: string): string {
  const prefix = understood.find((each) => path.startsWith(each)) ?? '';
  return path.slice(prefix.length);
}

/** The number of that name in a report. */
export function numberNamed(report: object, name: string): number | undefined {
  for (const prefix of ['', ...understood]) {
    const found = numberAt(report, `${prefix}${name}`);
    if (found !== undefined) return found;
  }
  return name.startsWith(byCode) ? 0 : undefined;
}

/** The number that stands there. */
export function numberAt(report: object, path: string): number | undefined {
  const found = path.split('.').reduce<unknown>((part, name) => {
    return typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined;
  }, report);
  return typeof found === 'number' ? found : undefined;
}
