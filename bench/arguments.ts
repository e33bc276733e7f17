import { BenchError } from './benchError.ts';
import { checkFiles, checkSize } from './limits.ts';
import type { Plan, Target } from './plan.ts';
import { readFlags } from './readFlags.ts';
import { numbersOf } from './report/numbers.ts';
import { checkRequirements, requirementOf } from './requirements.ts';
import type { Scenario, ScenarioDefaults } from './scenarios/scenario.ts';
import { type Skew, skews } from './server/districts.ts';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly scenario: Scenario; readonly plan: Plan }
  | { readonly kind: 'diff'; readonly files: readonly [string, string] };

export interface ArgumentContext {
  readonly scenarios: readonly Scenario[];
  readonly masterKey: string | undefined;
  /** Files, sockets included, that one process may have open. */
  readonly fileLimit: number;
}

const options = {
  candidates: { type: 'string' },
  nodes: { type: 'string' },
  rate: { type: 'string' },
  seconds: { type: 'string' },
  ramp: { type: 'string' },
  scale: { type: 'string' },
  skew: { type: 'string' },
  seed: { type: 'string' },
  sample: { type: 'string' },
  sealed: { type: 'boolean' },
  viewers: { type: 'string' },
  'no-floor': { type: 'boolean' },
  profile: { type: 'string' },
  target: { type: 'string' },
  'database-url': { type: 'string' },
  people: { type: 'string' },
  exam: { type: 'string' },
  'i-know': { type: 'boolean' },
  require: { type: 'string', multiple: true },
  json: { type: 'string' },
  report: { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof read>['values'];

/** Flags that say something of a target, and of a server of the bench's own. */
const ofTarget = ['database-url', 'people', 'exam', 'i-know'] as const;
const ofOwnServer = ['nodes', 'profile'] as const;
const notOnFloor = ['target', 'sample', 'sealed', 'profile'] as const;

const masterKeyBytes = 32;
const candidatesPerNode = 10_000;
/** Candidates on the real client: more would measure the generator. */
const mostReal = 500;

/** @throws BenchError with a sentence for whoever wrote the command line. */
export function parseArguments(argv: readonly string[], context: ArgumentContext): Command {
  const { values, positionals } = read(argv);
  const [name, ...rest] = positionals;
  if (values.help === true || name === undefined) return { kind: 'help' };
  if (name === 'diff') return { kind: 'diff', files: twoFiles(rest, values) };
  const scenario = context.scenarios.find((each) => each.name === name);
  const names = context.scenarios.map((each) => each.name).join(', ');
  if (scenario === undefined)
    throw new BenchError(`There is no scenario "${name}". There are: ${names}, and diff.`);
  if (rest.length > 0) throw new BenchError(`"${rest[0]}" is one name too many: a run plays one scenario.`);
  if (scenario.onFloor === true) refuseOnFloor(values);
  const plan = planOf(scenario, values, context.masterKey);
  checkSize(plan);
  checkFiles(plan, context.fileLimit);
  checkRequirements(plan.requirements, numbersOf(scenario, plan));
  return { kind: 'run', scenario, plan };
}

function read(argv: readonly string[]) {
  return readFlags({ args: [...argv], options, allowPositionals: true });
}

function twoFiles([a, b, ...more]: readonly string[], values: Values): readonly [string, string] {
  if (a === undefined || b === undefined || more.length > 0) {
    throw new BenchError('diff compares two reports: npm run bench -- diff A.json B.json');
  }
  const [flag] = Object.keys(values);
  if (flag !== undefined) throw new BenchError(`diff takes two reports and no flags, so not --${flag}.`);
  return [a, b];
}

function refuseOnFloor(values: Values): void {
  const [flag] = notOnFloor.filter((each) => values[each] !== undefined);
  if (flag !== undefined)
    throw new BenchError(`floor measures bare servers on this machine: it takes no --${flag}.`);
}

function planOf({ name, defaults }: Scenario, values: Values, masterKey: string | undefined): Plan {
  const scale = positive('scale', values.scale) ?? 1;
  const candidates =
    whole('candidates', values.candidates) ?? Math.max(1, Math.round(defaults.candidates * scale));
  const target = targetOf(values, masterKey);
  const usualNodes = Math.max(defaults.nodes, Math.ceil(candidates / candidatesPerNode));
  const nodes = target?.urls.length ?? whole('nodes', values.nodes) ?? usualNodes;
  const growth = defaults.ratesGrow === true ? candidates / defaults.candidates : scale;
  return {
    scenario: name,
    candidates,
    nodes,
    rate: positive('rate', values.rate) ?? defaults.rate * growth,
    ...spanOf(defaults, candidates, values),
    skew: skewOf(values.skew),
    seed: whole('seed', values.seed) ?? 1,
    sample: sampleOf(values.sample, candidates),
    ...viewersOf(values.viewers, defaults.viewers),
    sealed: values.sealed === true,
    floor: values['no-floor'] !== true,
    profileFolder: values.profile ?? null,
    target,
    requirements: (values.require ?? []).map(requirementOf),
    jsonFile: fileOf('json', values.json),
    htmlFile: fileOf('report', values.report),
  };
}

/** @throws BenchError when nothing would be left of the time in which all are there */
function spanOf(
  { seconds: usual, startsPerS }: ScenarioDefaults,
  candidates: number,
  values: Values,
): Pick<Plan, 'seconds' | 'ramp'> {
  const wanted = whole('seconds', values.seconds);
  const ramp = positive('ramp', values.ramp) ?? null;
  if (startsPerS === undefined) return { seconds: wanted ?? usual, ramp };
  const shortest = ramp ?? candidates / startsPerS;
  const seconds = wanted ?? Math.max(usual, Math.ceil(2 * shortest));
  if (seconds <= shortest) {
    throw new BenchError(
      `--seconds ${seconds} are over before everybody is there: ${candidates} candidates come in ` +
        `${Math.ceil(shortest)} s, ${Math.round(candidates / shortest)} a second. Say --seconds ${Math.ceil(2 * shortest)}, or another --ramp.`,
    );
  }
  return { seconds, ramp: ramp ?? Math.max(shortest, seconds / 2) };
}

function sampleOf(value: string | undefined, candidates: number): number {
  const sample = value === '0' ? 0 : (whole('sample', value) ?? 0);
  if (sample <= Math.min(candidates, mostReal)) return sample;
  throw new BenchError(
    `--sample ${sample} is too many: at most ${mostReal}, and no more than there are candidates, since each signs in by ` +
      'password and costs the generator as much as many others.',
  );
}

function fileOf(flag: string, path: string | undefined): string | null {
  if (path === '') throw new BenchError(`--${flag} takes the name of a file.`);
  return path ?? null;
}

/** @throws BenchError where nobody watches. */
function viewersOf(value: string | undefined, usual: number | undefined): { viewers?: number } {
  if (usual === undefined && value !== undefined) {
    throw new BenchError('--viewers goes with the scenario proctor-fanout: in the others nobody watches.');
  }
  return usual === undefined ? {} : { viewers: whole('viewers', value) ?? usual };
}

function targetOf(values: Values, masterKey: string | undefined): Target | null {
  const { target, people, exam } = values;
  const databaseUrl = values['database-url'] ?? null;
  if (target === undefined) {
    const [flag] = ofTarget.filter((each) => values[each] !== undefined);
    if (flag === undefined) return null;
    throw new BenchError(
      `--${flag} goes with --target: without a target the bench starts a server of its own.`,
    );
  }
  const [flag] = ofOwnServer.filter((each) => values[each] !== undefined);
  if (flag !== undefined)
    throw new BenchError(`--${flag} goes without --target: the nodes of a target are somebody else's.`);
  const urls = target.split(',').map(urlOf);
  if (databaseUrl === null && (people === undefined || exam === undefined)) {
    throw new BenchError(
      'Without --database-url the bench cannot make candidates: name an exam with --exam ID, and with --people FILE ' +
        'the user names and passwords to sit it with (a JSON list of {"username", "password"}).',
    );
  }
  if (databaseUrl !== null && masterKey === undefined) {
    throw new BenchError(
      'To sign candidates in at a target, set PARIKSHA_MASTER_KEY to the one its nodes run with.',
    );
  }
  return {
    urls,
    databaseUrl,
    masterKey: masterKey === undefined ? null : keyOf(masterKey),
    peopleFile: people ?? null,
    examId: exam ?? null,
    iKnow: values['i-know'] === true,
  };
}

function keyOf(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length === masterKeyBytes) return key;
  throw new BenchError(
    `PARIKSHA_MASTER_KEY has to be ${masterKeyBytes} bytes in base64, and it is ${key.length} bytes. Set it to the one the nodes run with.`,
  );
}

function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new BenchError(
      `--target takes the address of a server, such as http://localhost:8080, and not "${text}".`,
    );
  }
  return url.origin;
}

function skewOf(text: string | undefined): Skew {
  const skew = skews.find((each) => each === (text ?? 'day'));
  if (skew === undefined) throw new BenchError(`--skew takes one of ${skews.join(', ')}, and not "${text}".`);
  return skew;
}

function whole(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new BenchError(`--${flag} takes a whole number from 1, and not "${text}".`);
}

function positive(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new BenchError(`--${flag} takes a number above 0, and not "${text}".`);
}
