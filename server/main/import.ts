import { parseArgs } from 'node:util';
import type { Note } from '../app/content/note.ts';
import { type ImportResult, importQuestions } from '../app/importQuestions.ts';
import { PostgresQuestionBanks } from '../ledger/questionBanks.ts';
import { sha256 } from './core.ts';
import { readInput } from './readInput.ts';
import { runTool, type Say, UsageError } from './tool.ts';
import { withDatabase } from './withDatabase.ts';

/** `npm run import`: questions from a file into a bank, all of them or none. */

const usage = `npm run import -- FILE.csv --bank NAME [--language en]
       npm run import -- FILE.json [--bank NAME]

Imports every question of the file, or none and says why. Exit code 0: imported, 1: refused, 2: wrong usage.
Both formats are described in prisma/content/README.md.`;

await runTool(usage, async (say) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bank: { type: 'string' }, language: { type: 'string', default: 'en' } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('Name one file.');
  const format = formatOf(path);
  if (format === 'csv' && values.bank === undefined) {
    throw new UsageError('A CSV file does not name its bank: add --bank NAME.');
  }
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(values.language)) {
    throw new UsageError('--language must be a language such as en, hi or mr.');
  }
  const bytes = await readInput(path);
  const request = { bytes, format, bank: values.bank ?? null, language: values.language };
  const result = await withDatabase(
    ({ prisma }) => importQuestions(request, { banks: new PostgresQuestionBanks(prisma), digest: sha256 }),
    'office',
  );
  return report(result, path, say);
});

function formatOf(path: string): 'csv' | 'json' {
  const ending = /\.(csv|json)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'json') return ending;
  throw new UsageError('The file must end in .csv or .json.');
}

function report(result: ImportResult, path: string, say: Say): number {
  for (const warning of result.warnings) say(`warning: ${sentence(warning)}`);
  if (result.outcome === 'refused') {
    for (const problem of result.problems) say(sentence(problem));
    const { length } = result.problems;
    say(`${path} was refused, and nothing was imported: ${length} ${length === 1 ? 'problem' : 'problems'}.`);
    return 1;
  }
  const { bank, added, changed, unchanged, pinned } = result;
  say(`Bank ${bank}: imported ${added}, changed ${changed}, already there ${unchanged}.`);
  if (pinned > 0) {
    say(
      `${pinned} of them have options like "None of these", which keep their place when options are shuffled.`,
    );
  }
  return 0;
}

function sentence({ where, message }: Note): string {
  return `${where}: ${message}`;
}
