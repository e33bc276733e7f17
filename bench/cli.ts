import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { parseArguments } from './arguments.ts';
import { carryOut } from './carryOut.ts';
import { diff } from './diff.ts';
import { exit, exitCodeOf } from './exitCode.ts';
import type { Lender } from './lender.ts';
import type { Plan } from './plan.ts';
import { ProgressLine } from './progressLine.ts';
import { html } from './report/html.ts';
import { summary } from './report/summary.ts';
import { assertWritable, writeReport } from './reportFile.ts';
import { run } from './run.ts';
import { scenarios } from './scenarios/index.ts';
import type { Scenario } from './scenarios/scenario.ts';

const usage = `npm run bench -- SCENARIO [flags]
npm run bench -- diff A.json B.json

Puts the load of an exam's day on Pariksha, measures it, and checks afterwards that every acknowledged answer is in
PostgreSQL. Without --target it starts a PostgreSQL and nodes of its own and leaves nothing behind.

${scenarios.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join('\n')}

  --candidates N      how many sit the exam
  --nodes N           nodes to start
  --rate N            of the scenario's main action, a second in all
  --seconds N         how long it is measured; in morning-slot the ramp and then the full house, which lasts as long as
                      planned however long the ramp took
  --ramp N            seconds over which candidates come in; in morning-slot half of --seconds, and at most 400 come in
                      a second
  --scale X           this many times the scenario's usual candidates and rate
  --skew day|five|one districts: as on the day, five large ones, or all in one
  --seed N            another run of chance (1)
  --sample N          so many of the candidates on the very client that browsers use, timed apart (0)
  --viewers N         proctors that watch in proctor-fanout (200)
  --sealed            candidates have fetched the sealed questions before; at the start they ask for the keys alone
  --no-floor          do not measure the bare server
  --profile FOLDER    profiles of the nodes' CPU time (.cpuprofile)
  --json FILE         the report, for programs
  --report FILE.html  the report, for people
  --require 'p99<=50' a number of the report and its bound; as often as needed (a wrong name lists the right ones)
  --target URL,URL    a server that runs already, with its nodes' addresses
  --database-url URL  its database, to make candidates in and to check the answers (needs PARIKSHA_MASTER_KEY)
  --people FILE       without a database: a JSON list of {"username", "password"}, for the exam of --exam ID
  --i-know            write into a database or an exam that may be a real one

Exit code 0: all is well, 1: an answer is lost or wrong, or a requirement is not met, 2: it cannot be done as asked,
3: nothing could be verified, 4: the generator was the bottleneck and the run is worth nothing, 130: interrupted.
`;

/** The whole command line. Returns the exit code. */
export function bench(argv: readonly string[], lender: Lender): Promise<number> {
  return carryOut(async (signal) => {
    const command = parseArguments(argv, {
      scenarios,
      masterKey: process.env['PARIKSHA_MASTER_KEY'],
      fileLimit: fileLimit(),
    });
    switch (command.kind) {
      case 'help':
        process.stdout.write(usage);
        return exit.good;
      case 'diff':
        process.stdout.write(`${await diff(command.files)}\n`);
        return exit.good;
      case 'run':
        return await play(command.scenario, command.plan, lender, signal);
    }
  });
}

async function play(scenario: Scenario, plan: Plan, lender: Lender, signal: AbortSignal): Promise<number> {
  const { jsonFile, htmlFile } = plan;
  for (const file of [jsonFile, htmlFile]) if (file !== null) await assertWritable(file);
  const progress = new ProgressLine(process.stderr, signal);
  const report = await run({ scenario, plan, lender, progress, signal }).finally(() => progress.stop());
  process.stdout.write(`${summary(report)}\n`);
  if (jsonFile !== null) await writeReport(jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  if (htmlFile !== null) await writeReport(htmlFile, html(report));
  return exitCodeOf(report, scenario);
}

/** Open files that one process may have; what a shell says of it. */
function fileLimit(): number {
  try {
    const limit = Number(execFileSync('sh', ['-c', 'ulimit -n']).toString().trim());
    return Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
