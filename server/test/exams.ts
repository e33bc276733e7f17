import { randomUUID } from 'node:crypto';
import type { Claims } from '../app/ports.ts';
import type { ExamRules, PaperContent, Question } from '../domain/content.ts';
import { checkPaper } from '../domain/paperCheck.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { sha256 } from '../main/core.ts';
import {
  assertionReason,
  eachAlone,
  examRules,
  keyFor,
  matrix,
  multiple,
  numerical,
  paper,
  section,
  shortText,
  single,
  trueFalse,
} from './paperBuilders.ts';

const minute = 60_000;

/** Pune (region 2) and Nagpur (region 6). */
export const pune = 490;
export const nagpur = 484;

/** An individual clock of 60 minutes from `now` in a window of two hours, takeover free, 5 s of grace. */
export function rulesAt(now: number, more: Partial<ExamRules> = {}): ExamRules {
  return examRules({
    durationMs: 60 * minute,
    opensAt: now - minute,
    lastEntryAt: now + 30 * minute,
    closesAt: now + 120 * minute,
    ...more,
  });
}

/** Questions q1–q7, one of each type, and two more out of three in a pool: q8, q9, q10. */
export function everyType(rules: ExamRules): PaperContent {
  const first = [single('q1'), multiple('q2'), numerical('q3'), matrix('q4')];
  const second = [assertionReason('q5'), trueFalse('q6'), shortText('q7')];
  const pool = [single('q8'), single('q9'), single('q10')];
  const own = (share: number) =>
    rules.navigation === 'locked' ? { durationMs: rules.durationMs * share } : {};
  return paper({
    rules,
    sections: [
      section('s1', first, { shuffleQuestions: true, ...own(0.5) }),
      section('s2', [...second, ...pool], {
        shuffleOptions: true,
        pools: [eachAlone(second), { ...eachAlone(pool), draw: 2 }],
        ...own(0.5),
      }),
    ],
  });
}

/** A right form of answer to each question of `everyType`. */
export function anyAnswer(question: Pick<Question, 'type'>): unknown {
  switch (question.type) {
    case 'single':
    case 'assertion-reason':
      return 'B';
    case 'multiple':
      return ['A', 'C'];
    case 'numerical':
      return '-12.50';
    case 'matrix':
      return { r1: ['p'], r2: ['q', 's'] };
    case 'true-false':
      return false;
    case 'short-text':
      return 'मुंबई';
  }
}

export interface PublishedExam {
  readonly examId: string;
  readonly paperHash: string;
  readonly content: PaperContent;
  readonly candidates: readonly Claims[];
}

export interface ExamOptions {
  readonly content: PaperContent;
  readonly candidates?: number;
  readonly districtId?: number;
  readonly extraPerHourMs?: number;
}

/** A published exam with its paper, key and candidates, straight into the tables. */
export async function publishExam(prisma: PrismaClient, options: ExamOptions): Promise<PublishedExam> {
  const [exam] = await publishExams(prisma, [options]);
  if (exam === undefined) throw new Error('One exam was asked for.');
  return exam;
}

/** Many at once: a few statements whatever their number. */
export async function publishExams(
  prisma: PrismaClient,
  all: readonly ExamOptions[],
): Promise<readonly PublishedExam[]> {
  const exams = all.map(({ content, candidates = 1, districtId = pune, extraPerHourMs = 0 }) => {
    const body = JSON.stringify(content);
    const enrolled = Array.from({ length: candidates }, () => claimsOf(randomUUID()));
    const examId = randomUUID();
    return { examId, content, body, hash: sha256(body), enrolled, districtId, extraPerHourMs };
  });
  for (const { content } of exams) assertSound(content);
  await prisma.user.createMany({
    data: exams.flatMap(({ enrolled, districtId }) =>
      enrolled.map(({ userId }) => ({
        id: userId,
        username: userId,
        displayName: 'A candidate',
        passwordHash: '-',
        role: 'candidate',
        districtId,
      })),
    ),
  });
  await prisma.paperContent.createMany({
    data: exams.map(({ hash, body }) => ({ hash, body })),
    skipDuplicates: true,
  });
  await prisma.paperKey.createMany({
    data: exams.map(({ hash, content }) => ({
      paperHash: hash,
      version: 1,
      body: JSON.stringify(keyFor(content)),
    })),
    skipDuplicates: true,
  });
  await prisma.exam.createMany({
    data: exams.map(({ examId, hash, content }) => ({
      id: examId,
      title: content.title,
      status: 'published',
      rules: JSON.stringify(content.rules),
      paperHash: hash,
      opensAt: new Date(content.rules.opensAt),
      lastEntryAt: new Date(content.rules.lastEntryAt),
      closesAt: new Date(content.rules.closesAt),
      publishedAt: new Date(content.rules.opensAt),
    })),
  });
  await prisma.enrolment.createMany({
    data: exams.flatMap(({ examId, enrolled, extraPerHourMs }) =>
      enrolled.map(({ userId }, index) => ({
        examId,
        candidateId: userId,
        rollNumber: `R${index + 1}`,
        extraPerHourMs,
      })),
    ),
  });
  return exams.map(({ examId, hash, content, enrolled }) => ({
    examId,
    paperHash: hash,
    content,
    candidates: enrolled,
  }));
}

/** A candidate on one sign-in. */
export function claimsOf(userId: string, sessionId = `sign-in of ${userId}`): Claims {
  return { userId, sessionId, role: 'candidate', expiresAt: Number.MAX_SAFE_INTEGER };
}

/** The same candidate, signed in elsewhere. */
export function elsewhere({ userId }: Claims, place = 'elsewhere'): Claims {
  return claimsOf(userId, `${place} of ${userId}`);
}

function assertSound(content: PaperContent): void {
  const problems = checkPaper(content, keyFor(content));
  if (problems.length > 0) throw new Error(`The test's paper is unsound: ${JSON.stringify(problems)}`);
}
