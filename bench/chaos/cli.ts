import process from 'node:process';
import { BenchError } from '../benchError.ts';
import { carryOut } from '../carryOut.ts';
import { exit } from '../exitCode.ts';
import type { Lender } from '../lender.ts';
import type { Plan } from '../plan.ts';
import { ProgressLine } from '../progressLine.ts';
import { readFlags } from '../readFlags.ts';
import { assertWritable, writeReport } from '../reportFile.ts';
import { run } from '../run.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { type Extent, fullExtent, roundOf, shortExtent } from './round.ts';
import { type RoundReport, roundReport, tableHead, tableRow } from './table.ts';

const usage = `npm run chaos [-- --fault NAME … --short --seed N --json FILE]

Lets everything go wrong that can, one thing at a time, while candidates save: each round on a PostgreSQL, a Redis and
nodes of its own. Then holds what candidates were told against what is in PostgreSQL, and prints a table.

${faults.map(({ name, about }) => `  ${name.padEnd(21)} ${about}`).join('\n')}

  --fault NAME   only this one; as often as needed
  --short        fewer candidates and shorter faults
  --seed N       another run of chance (1)
  --json FILE    the table, for programs

Exit code 0: nothing was lost and everybody came back, 1: something was, 2: it cannot be done as asked, 130: interrupted.
`;

const options = {
  fault: { type: 'string', multiple: true },
  short: { type: 'boolean' },
  seed: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean' },
} as const;

interface Options {
  readonly chosen: readonly Fault[];
  readonly extent: Extent;
  readonly seed: number;
  readonly jsonFile: string | null;
}

/** The whole command line of `npm run chaos`. Returns the exit code. */
export function chaos(argv: readonly string[], lender: Lender): Promise<number> {
  return carryOut(async (signal) => {
    const asked = optionsIn(argv);
    if (asked !== null) return await playAll(asked, lender, signal);
    process.stdout.write(usage);
    return exit.good;
  });
}

async function playAll(
  { chosen, extent, seed, jsonFile }: Options,
  lender: Lender,
  signal: AbortSignal,
): Promise<number> {
  if (jsonFile !== null) await assertWritable(jsonFile);
  process.stdout.write(`${tableHead}\n`);
  const rounds: RoundReport[] = [];
  for (const fault of chosen) {
    const scenario = roundOf(fault, extent);
    const progress = new ProgressLine(process.stderr, signal);
    const plan = planOf(scenario.defaults, fault.name, seed);
    const report = await run({ scenario, plan, lender, progress, signal }).finally(() => progress.stop());
    const round = roundReport(fault.about, report);
    rounds.push(round);
    process.stdout.write(`${tableRow(round)}\n`);
    for (const { fault: kind, attemptId, message } of round.violations.slice(0, 10))
      process.stdout.write(`    ${kind} in attempt ${attemptId}: ${message}\n`);
  }
  const bad = rounds.filter(({ isGood }) => !isGood);
  process.stdout.write(
    bad.length === 0
      ? `${rounds.length} faults, and nothing was lost (seed ${seed}).\n`
      : `Not all is well: ${bad.map(({ fault }) => fault).join(', ')} (seed ${seed}).\n`,
  );
  if (jsonFile !== null) {
    await writeReport(jsonFile, `${JSON.stringify({ seed, short: extent.isShort, rounds }, null, 2)}\n`);
  }
  return bad.length === 0 ? exit.good : exit.violated;
}

/** `null`: only the usage is wanted. @throws BenchError */
function optionsIn(argv: readonly string[]): Options | null {
  const { values } = readFlags({ args: [...argv], options });
  if (values.help === true) return null;
  const chosen = values.fault?.map(faultNamed) ?? faults;
  const { seed: text = '1' } = values;
  if (!/^\d{1,9}$/.test(text)) throw new BenchError(`--seed takes a whole number, and "${text}" is none.`);
  const seed = Number(text);
  const extent = values.short === true ? shortExtent : fullExtent;
  return { chosen, extent, seed, jsonFile: values.json ?? null };
}

function faultNamed(name: string): Fault {
  const fault = faults.find((each) => each.name === name);
  if (fault !== undefined) return fault;
  throw new BenchError(
    `There is no fault "${name}". There are: ${faults.map((each) => each.name).join(', ')}.`,
  );
}

function planOf(defaults: ReturnType<typeof roundOf>['defaults'], scenario: string, seed: number): Plan {
  return {
    ...defaults,
    scenario,
    ramp: null,
    seed,
    skew: 'day',
    sample: 0,
    sealed: false,
    floor: false,
    profileFolder: null,
    target: null,
    requirements: [],
    jsonFile: null,
    htmlFile: null,
  };
}
