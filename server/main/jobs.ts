import { parseArgs } from 'node:util';
import { type FailedJob, JobBoard, type JobCount } from '../ledger/jobBoard.ts';
import { indianTime } from './indianTime.ts';
import { UsageError } from './tool.ts';
import { runCommand } from './withDatabase.ts';

/** `npm run jobs`: what the durable jobs are doing, and another try for those that have failed. */

const usage = `npm run jobs -- [--retry ID]…

Prints how many jobs of each kind and district are ready, running, done and failed, and the latest fifty that have failed
with their errors. --retry makes a failed one ready again.`;

const wholeId = /^[1-9]\d{0,17}$/;

await runCommand(usage, async ({ prisma, say }) => {
  const { values } = parseArgs({ options: { retry: { type: 'string', multiple: true } } });
  const board = new JobBoard(prisma);
  const ids = values.retry ?? [];
  const wrong = ids.find((id) => !wholeId.test(id));
  if (wrong !== undefined) throw new UsageError(`--retry takes the number of a job, not "${wrong}".`);
  let code = 0;
  for (const id of ids) {
    const isReady = await board.retry(id);
    say(isReady ? `Job ${id} is ready again.` : `There is no failed job ${id}.`);
    if (!isReady) code = 1;
  }
  const counts = await board.counts();
  if (counts.length === 0) say('There are no jobs.');
  else for (const line of table(counts)) say(line);
  const failed = await board.failed();
  if (failed.length > 0) say('\nFailed:');
  for (const job of failed) say(sentenceOf(job));
  return code;
});

function table(counts: readonly JobCount[]): readonly string[] {
  const rows = [
    ['kind', 'district', 'ready', 'running', 'done', 'failed'],
    ...counts.map(({ kind, district, ready, running, done, failed }) => [
      kind,
      district ?? '-',
      ...[ready, running, done, failed].map(String),
    ]),
  ];
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = rows[0]?.map((_, column) => widthOf(column)) ?? [];
  const isText = (column: number) => column < 2;
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isText(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  '),
  );
}

function sentenceOf({ id, kind, key, district, tries, error, failedAt }: FailedJob): string {
  const when = failedAt === null ? '' : `, last ${indianTime(failedAt.getTime())}`;
  return `  ${id}  ${kind} ${key}${district === null ? '' : `, ${district}`}: ${tries} tries${when}. ${error ?? ''}`;
}
