import { parseArgs } from 'node:util';
import { type PublishResult, publishExam } from '../app/publishExam.ts';
import { PostgresExamOffice } from '../ledger/examOffice.ts';
import { PostgresQuestionBanks } from '../ledger/questionBanks.ts';
import { sha256 } from './core.ts';
import { indianTime } from './indianTime.ts';
import { readInput } from './readInput.ts';
import { runTool, type Say, UsageError } from './tool.ts';
import { withDatabase } from './withDatabase.ts';

/** `npm run publish`: an exam from a file, with its paper frozen. */

const usage = `npm run publish -- EXAM.json [--again]

Publishes the exam that the file describes, or says why it cannot be. The same file again finds the exam that is
there; --again publishes another one of the same title. Exit code 0: published or there already, 1: refused,
2: wrong usage. The file is described in prisma/content/README.md.`;

await runTool(usage, async (say) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { again: { type: 'boolean', default: false } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('Name one file.');
  const bytes = await readInput(path);
  const now = Date.now();
  const result = await withDatabase(({ prisma }) => {
    const banks = new PostgresQuestionBanks(prisma);
    const office = new PostgresExamOffice(prisma);
    return publishExam({ bytes, again: values.again, now }, { banks, office, digest: sha256 });
  }, 'office');
  return report(result, path, now, say);
});

function report(result: PublishResult, path: string, now: number, say: Say): number {
  if (result.outcome === 'refused') {
    for (const { where, message } of result.problems) say(`${where}: ${message}`);
    const { length } = result.problems;
    say(
      `${path} was refused, and nothing was published: ${length} ${length === 1 ? 'problem' : 'problems'}.`,
    );
    return 1;
  }
  const { outcome, examId, hash, title, questions, enrolled, closesAt, keyDiffers } = result;
  const [name = examId] = Object.values(title);
  say(outcome === 'published' ? `Published: ${name}` : `Published already: ${name}`);
  say(`exam       ${examId}`);
  say(`paper      ${hash} (${questions} questions)`);
  say(`candidates ${enrolled} enrolled${outcome === 'unchanged' ? ' in addition' : ''}`);
  if (closesAt <= now)
    say(`WARNING    its window ended on ${indianTime(closesAt)}: nobody can sit it any more.`);
  if (keyDiffers)
    say(
      'The right answers in the bank are others; those of the exam stay until npm run correct-key corrects them.',
    );
  return 0;
}
