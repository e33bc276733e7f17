import { parseArgs } from 'node:util';
import { correctPaperKey, type HeldRight, type KeyCorrectionResult } from '../app/correctPaperKey.ts';
import type { QuestionKey } from '../domain/key.ts';
import { PostgresExamOffice } from '../ledger/examOffice.ts';
import { PostgresPaperKeys } from '../ledger/paperKeys.ts';
import { readInput } from './readInput.ts';
import { required, runTool, type Say, UsageError } from './tool.ts';
import { withDatabase } from './withDatabase.ts';

/** `npm run correct-key`: a new version of the key of a published exam. */

const usage = `npm run correct-key -- EXAM_ID FILE.json --by USERNAME --reason TEXT

Corrects the key of a published exam for the questions that the file names, as a new version: the versions before it and
the scores under them stay. USERNAME is the author or administrator who answers for it; the reason is kept with it.
Exit code 0: corrected, 1: refused, 2: wrong usage. The file is described in prisma/content/README.md.`;

await runTool(usage, async (say) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { by: { type: 'string' }, reason: { type: 'string' } },
  });
  const [examId, path, ...more] = positionals;
  if (examId === undefined || path === undefined || more.length > 0) {
    throw new UsageError('Name one exam and one file.');
  }
  const by = required(values.by, '--by');
  const reason = required(values.reason, '--reason');
  const bytes = await readInput(path);
  const result = await withDatabase(({ prisma }) => {
    const world = { keys: new PostgresPaperKeys(prisma), office: new PostgresExamOffice(prisma) };
    return correctPaperKey({ examId, bytes, by, reason }, world);
  });
  return report(result, say);
});

function report(result: KeyCorrectionResult, say: Say): number {
  if (result.outcome === 'refused') {
    for (const { where, message } of result.problems) say(`${where}: ${message}`);
    say('The key was not corrected.');
    return 1;
  }
  const { version, changes, examIds } = result;
  say(`Version ${version} of the key:`);
  for (const { questionId, before, after } of changes) {
    say(`${questionId.padEnd(20)} ${textOf(before)} → ${textOf(after)}`);
  }
  if (examIds.length > 1) say(`It is the key of ${examIds.length} exams, which have the same paper.`);
  say('Scores that exist stay as they are. To score what was handed in by this version:');
  for (const examId of examIds) say(`  npm run score -- --exam ${examId}`);
  return 0;
}

function textOf({ key, action }: HeldRight): string {
  const published = key === undefined ? '' : keyText(key);
  if (action === undefined) return published;
  if (action.action !== 'accept-also') return action.action;
  return [published, ...action.keys.map(keyText)].join(' or ');
}

/** As the author writes it. */
function keyText(key: QuestionKey): string {
  const { type: _type, ...parts } = key;
  return JSON.stringify(key.type === 'numerical' ? key.accept : parts);
}
