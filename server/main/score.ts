import { parseArgs } from 'node:util';
import { ExamBook } from '../app/examBook.ts';
import { type ScoringResult, scoreAttempt } from '../app/scoreAttempt.ts';
import { PostgresCatalogue } from '../ledger/catalogue.ts';
import { connectionConfig } from '../ledger/connection.ts';
import { PostgresExamLog } from '../ledger/examLog.ts';
import { FrameReader } from '../ledger/frameReader.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { JobBoard } from '../ledger/jobBoard.ts';
import { Lane } from '../ledger/lane.ts';
import { PostgresMarking } from '../ledger/marking.ts';
import { sha256 } from './core.ts';
import { runTool, type Say, UsageError } from './tool.ts';
import { type OpenDatabase, withDatabase } from './withDatabase.ts';

/** `npm run score`: scores one attempt again, from its log and the newest key, and shows the marks; or has all of an exam scored. */

const usage = `npm run score -- ATTEMPT_ID | --exam EXAM_ID

Scores a handed-in attempt again and prints its marks. --exam leaves a job for every hand-in of an exam that has no
score under the newest key; a running server or worker does them. Exit code 0: scored, 1: not scored, 2: wrong usage.`;

await runTool(usage, async (say) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { exam: { type: 'string' } },
  });
  const [id, ...more] = values.exam === undefined ? positionals : [values.exam, ...positionals];
  if (id === undefined || more.length > 0) throw new UsageError('Name one attempt or one exam.');
  if (values.exam !== undefined)
    return await withDatabase(({ prisma }) => scoreExam(prisma, id, say), 'office');
  const result = await withDatabase((database) => score(database, id));
  return report(result, id, say);
});

async function scoreExam(prisma: PrismaClient, examId: string, say: Say): Promise<number> {
  const exam = await prisma.exam.findFirst({ where: { id: examId } }).catch(() => null);
  if (exam === null) {
    say(`There is no exam ${examId}.`);
    return 1;
  }
  const jobs = await new JobBoard(prisma).scoreAgain(examId);
  say(
    `${jobs} ${jobs === 1 ? 'hand-in waits' : 'hand-ins wait'} to be scored by the newest key, in addition.`,
  );
  say('npm run jobs shows how far they are.');
  return 0;
}

async function score({ prisma, databaseUrl }: OpenDatabase, attemptId: string): Promise<ScoringResult> {
  const newLane = () => new Lane(connectionConfig(databaseUrl, 'ledger'), () => undefined);
  const lane = newLane();
  const catalogue = new PostgresCatalogue(prisma, newLane);
  const reader = new FrameReader([lane], lane);
  try {
    const world = {
      catalogue,
      papers: new ExamBook(catalogue, () => Date.now()),
      attemptLog: reader,
      examLog: new PostgresExamLog(prisma),
      marking: new PostgresMarking(prisma),
      digest: sha256,
    };
    return await scoreAttempt(world, attemptId);
  } finally {
    await lane.close();
    await catalogue.close();
  }
}

function report(result: ScoringResult, attemptId: string, say: Say): number {
  switch (result.outcome) {
    case 'not-found':
      say(`There is no attempt ${attemptId}.`);
      return 1;
    case 'not-sealed':
      say(`Attempt ${attemptId} is not handed in yet.`);
      return 1;
    case 'incident':
      say(`Not scored: ${result.detail} An incident was raised.`);
      return 1;
    case 'scored':
      break;
  }
  const { score, sealSeq, keyVersion } = result;
  say(`Attempt ${attemptId}, handed in with frame ${sealSeq}, by version ${keyVersion} of the key`);
  say(`total      ${score.total} of ${score.maximum}`);
  for (const { sectionId, total, maximum } of score.perSection) {
    say(`section    ${sectionId}: ${total} of ${maximum}`);
  }
  for (const { questionId, outcome, marks } of score.perQuestion) {
    say(`${questionId.padEnd(20)} ${outcome.padEnd(10)} ${marks.padStart(6)}`);
  }
  return 0;
}
