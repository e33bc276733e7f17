import { readFile } from 'node:fs/promises';
import { importQuestions } from '../../../../server/app/importQuestions.ts';
import { PostgresQuestionBanks } from '../../../../server/ledger/questionBanks.ts';
import { sha256 } from '../../../../server/main/core.ts';
import type { ExamHall } from '../examHall.ts';

const demoFile = new URL('../../../../prisma/content/demo-questions.json', import.meta.url);

interface BankFile {
  readonly questions: readonly {
    readonly id: string;
    readonly group?: unknown;
    readonly groupId?: unknown;
  }[];
}

/** An open exam of so many questions: those of the built-in bank without a passage, again and again. Returns its id. */
export async function publishLongExam(hall: ExamHall, count: number): Promise<string> {
  const file: BankFile = JSON.parse(await readFile(demoFile, 'utf8'));
  const alone = file.questions.filter(
    (question) => question.group === undefined && question.groupId === undefined,
  );
  const questions = Array.from({ length: count }, (_, i) => {
    const question = alone[i % alone.length];
    return { ...question, id: `long-${String(i + 1).padStart(3, '0')}` };
  });
  const bank = `long-${count}`;
  const imported = await importQuestions(
    {
      bytes: Buffer.from(JSON.stringify({ bank, groups: [], questions })),
      format: 'json',
      bank: null,
      language: 'en',
    },
    { banks: new PostgresQuestionBanks(hall.prisma), digest: sha256 },
  );
  if (imported.outcome === 'refused') throw new Error(JSON.stringify(imported.problems.slice(0, 3)));
  return hall.publish({
    title: `Budget ${count}`,
    bank,
    durationMinutes: 180,
    sections: [{ id: 'all', title: 'All', select: { count }, marks: { correct: '4', wrong: '-1' } }],
  });
}
