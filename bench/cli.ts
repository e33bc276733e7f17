import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArguments } from './arguments.ts';
import { BenchError } from './benchError.ts';
import type { Lender } from './lender.ts';
import { ProgressLine } from './progressLine.ts';
import type { Report } from './report/report.ts';
import { summary } from './report/summary.ts';
import { run } from './run.ts';
import { scenarios } from './scenarios/index.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** What the bench's exit code says. */
const exit = { good: 0, violated: 1, refused: 2, unverified: 3, saturated: 4 } as const;

const usage = `npm run bench -- SCENARIO [flags]
npm run bench -- diff A.json B.json

${scenarios.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join('\n')}
`;

/** The whole command line. Returns the exit code. */
export async function bench(argv: readonly string[], lender: Lender): Promise<number> {
  try {
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
        return exit.good;
      case 'run': {
        const progress = new ProgressLine(process.stderr);
        const report = await untilInterrupted(run({ ...command, lender, progress })).finally(() =>
          progress.stop(),
        );
        const { jsonFile } = command.plan;
        if (jsonFile !== null) await writeFile(jsonFile, `${JSON.stringify(report, null, 2)}\n`);
        process.stdout.write(`${summary(report)}\n`);
        return exitCodeOf(report, command.scenario);
      }
    }
  } catch (error) {
    const text = error instanceof BenchError ? error.message : error instanceof Error ? error.stack : error;
    process.stderr.write(`${text}\n`);
    return exit.refused;
  }
}

function exitCodeOf(report: Report, { onFloor = false }: Scenario): number {
  const { ackedButLost, wrongValue, sealedTwice, acceptedLate, chainBroken, requirements } = report;
  const isViolated = ackedButLost + wrongValue + sealedTwice + acceptedLate + chainBroken > 0;
  if (isViolated || requirements.some(({ isMet }) => !isMet)) return exit.violated;
  if (report.generator.saturated) return exit.saturated;
  return report.verified || onFloor ? exit.good : exit.unverified;
}

async function untilInterrupted<T>(work: Promise<T>): Promise<T> {
  return work;
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
