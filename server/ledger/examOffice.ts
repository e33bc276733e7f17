import type {
  Account,
  ExamOffice,
  ExistingExam,
  NewEnrolment,
  NewExam,
  PublishOutcome,
} from '../app/ports/content.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';

type Transaction = Prisma.TransactionClient;

/** An advisory lock of ours: exams are published and candidates enrolled one after the other. */
const officeLock = 7_261_530;

const longTransaction = { maxWait: 10_000, timeout: 600_000 };

/** Publishing and enrolling in PostgreSQL. */
export class PostgresExamOffice implements ExamOffice {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async accounts(usernames: readonly string[] | 'all'): Promise<readonly Account[]> {
    const rows = await this.#prisma.user.findMany({
      where:
        usernames === 'all' ? { role: 'candidate', disabledAt: null } : { username: { in: [...usernames] } },
      select: { id: true, username: true, role: true, disabledAt: true, centreId: true, districtId: true },
    });
    return rows.map(({ id, username, role, disabledAt, centreId, districtId }) => ({
      id,
      username,
      role,
      disabled: disabledAt !== null,
      hasPlace: centreId !== null || districtId !== null,
    }));
  }

  publish(exam: NewExam, again: boolean): Promise<PublishOutcome> {
    return this.#prisma.$transaction(async (transaction): Promise<PublishOutcome> => {
      await lockOffice(transaction);
      const titled = again ? [] : await examsTitled(transaction, exam);
      if (titled.length > 0) return { outcome: 'titled', exams: titled };
      const known = await newestKey(transaction, exam.hash);
      if (known !== null && known !== exam.key) return { outcome: 'other-key' };
      const examId = await writeExam(transaction, exam, known === null);
      const enrolled = await writeEnrolments(transaction, examId, exam.enrolments);
      return { outcome: 'published', examId, enrolled };
    }, longTransaction);
  }

  enrol(examId: string, enrolments: readonly NewEnrolment[]): Promise<number> {
    return this.#prisma.$transaction(async (transaction) => {
      await lockOffice(transaction);
      return await writeEnrolments(transaction, examId, enrolments);
    }, longTransaction);
  }
}

async function lockOffice(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${officeLock})`;
}

async function examsTitled(transaction: Transaction, { paper }: NewExam): Promise<readonly ExistingExam[]> {
  return await transaction.$queryRaw<ExistingExam[]>`
    SELECT e.id AS "examId", p.hash AS "paperHash", p.body, k.body AS key
    FROM exam e
    JOIN paper_content p ON p.hash = e.paper_hash
    CROSS JOIN LATERAL (
      SELECT body FROM paper_key k WHERE k.paper_hash = p.hash ORDER BY k.version DESC LIMIT 1
    ) k
    WHERE e.title = ${JSON.stringify(paper.title)}::jsonb
    ORDER BY e.published_at DESC`;
}

async function newestKey(transaction: Transaction, paperHash: string): Promise<string | null> {
  const row = await transaction.paperKey.findFirst({ where: { paperHash }, orderBy: { version: 'desc' } });
  return row?.body ?? null;
}

async function writeExam(transaction: Transaction, exam: NewExam, isNewPaper: boolean): Promise<string> {
  const { paper, body, hash, key, publishedAt } = exam;
  const { rules } = paper;
  if (isNewPaper) {
    await transaction.paperContent.create({ data: { hash, body } });
    await transaction.paperKey.create({ data: { paperHash: hash, version: 1, body: key } });
  }
  const { id } = await transaction.exam.create({
    data: {
      title: paper.title,
      status: 'published',
      rules: JSON.stringify(rules),
      paperHash: hash,
      opensAt: new Date(rules.opensAt),
      lastEntryAt: new Date(rules.lastEntryAt),
      closesAt: new Date(rules.closesAt),
      publishedAt: new Date(publishedAt),
    },
  });
  return id;
}

/** Roll numbers follow district, centre and user name, from 100001 on; later enrolments continue behind the last one. */
async function writeEnrolments(
  transaction: Transaction,
  examId: string,
  enrolments: readonly NewEnrolment[],
): Promise<number> {
  return await transaction.$executeRaw`
    INSERT INTO enrolment (exam_id, candidate_id, centre_id, roll_number, extra_per_hour_ms)
    SELECT ${examId}::uuid, u.id, u.centre_id,
      (last.roll + row_number() OVER (ORDER BY COALESCE(c.district_id, u.district_id), c.code, u.username))::text,
      w."extraPerHourMs"
    FROM jsonb_to_recordset(${JSON.stringify(enrolments)}::jsonb) AS w("candidateId" uuid, "extraPerHourMs" int)
    JOIN user_account u ON u.id = w."candidateId"
    LEFT JOIN centre c ON c.id = u.centre_id
    CROSS JOIN (
      SELECT COALESCE(max(roll_number::bigint), 100000) AS roll FROM enrolment
      WHERE exam_id = ${examId}::uuid AND roll_number ~ '^[0-9]{1,15}$'
    ) last
    WHERE NOT EXISTS (SELECT FROM enrolment e WHERE e.exam_id = ${examId}::uuid AND e.candidate_id = u.id)`;
}
