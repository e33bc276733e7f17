import type { Bank, BankChange, BankQuestion, Difficulty, QuestionBanks } from '../app/ports/content.ts';
import type { LocalText, Question, QuestionGroup } from '../domain/content.ts';
import type { QuestionKey } from '../domain/key.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';

type Transaction = Prisma.TransactionClient;

/** JSON comes as text: the driver's own parse would be trusted with less. */
interface QuestionRow {
  readonly subject: string;
  readonly chapter: string;
  readonly difficulty: Difficulty;
  readonly tags: string[];
  readonly content: string;
  readonly key: string;
  readonly solution: string | null;
  readonly marks: string | null;
  readonly negative_marks: string | null;
}

/** What the column `content` of a question's version holds. */
interface StoredContent {
  readonly question: Question;
  readonly groupPlace: number | null;
}

/** Large imports take a while; nothing else waits for them. */
const longTransaction = { maxWait: 10_000, timeout: 600_000 };

/** Question banks in PostgreSQL. */
export class PostgresQuestionBanks implements QuestionBanks {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async find(name: string): Promise<Bank | null> {
    const bank = await this.#prisma.bank.findUnique({ where: { name } });
    return bank === null ? null : await readBank(this.#prisma, bank.id, false);
  }

  change<T extends BankChange>(name: string, decide: (bank: Bank) => T): Promise<T> {
    return this.#prisma.$transaction(async (transaction) => {
      const bankId = await lockBank(transaction, name);
      const change = decide(await readBank(transaction, bankId, true));
      await writeGroups(transaction, bankId, change.groups);
      await writeQuestions(transaction, bankId, change.questions);
      return change;
    }, longTransaction);
  }
}

/** The bank's id; others who change it wait until this transaction ends. */
async function lockBank(transaction: Transaction, name: string): Promise<string> {
  await transaction.bank.createMany({ data: [{ name }], skipDuplicates: true });
  const [bank] = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM bank WHERE name = ${name} FOR UPDATE`;
  if (bank === undefined) throw new Error(`The bank ${name} vanished while it was changed.`);
  return bank.id;
}

async function readBank(transaction: Transaction, bankId: string, archived: boolean): Promise<Bank> {
  const groups = await transaction.$queryRaw<{ slug: string; content: string }[]>`
    SELECT DISTINCT ON (slug) slug, content::text FROM question_group
    WHERE bank_id = ${bankId}::uuid ORDER BY slug, version DESC`;
  const questions = await transaction.$queryRaw<QuestionRow[]>`
    SELECT v.subject, v.chapter, v.difficulty, v.tags, v.content::text, v.key::text, v.solution::text, v.marks,
      v.negative_marks
    FROM question q CROSS JOIN LATERAL (
      SELECT * FROM question_version v WHERE v.question_id = q.id ORDER BY v.version DESC LIMIT 1
    ) v
    WHERE q.bank_id = ${bankId}::uuid AND (q.archived_at IS NULL OR ${archived})`;
  return {
    groups: new Map(
      groups.map(({ slug, content }) => {
        const group: QuestionGroup = JSON.parse(content);
        return [slug, group];
      }),
    ),
    questions: new Map(questions.map(questionOf).map((each) => [each.question.id, each])),
  };
}

function questionOf(row: QuestionRow): BankQuestion {
  const { question, groupPlace }: StoredContent = JSON.parse(row.content);
  const key: QuestionKey = JSON.parse(row.key);
  const solution: LocalText | null = row.solution === null ? null : JSON.parse(row.solution);
  const { subject, chapter, difficulty, tags, marks, negative_marks: wrong } = row;
  return {
    question,
    groupPlace,
    subject,
    chapter,
    difficulty,
    tags,
    key,
    solution,
    marks: marks === null || wrong === null ? null : { correct: marks, wrong },
  };
}

async function writeGroups(
  transaction: Transaction,
  bankId: string,
  groups: readonly QuestionGroup[],
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO question_group (id, bank_id, slug, version, content)
    SELECT gen_random_uuid(), ${bankId}::uuid, g->>'id', 1 + COALESCE((
      SELECT max(version) FROM question_group old WHERE old.bank_id = ${bankId}::uuid AND old.slug = g->>'id'), 0), g
    FROM jsonb_array_elements(${JSON.stringify(groups)}::jsonb) AS g`;
}

/** A question refers to the newest version of its group, which has just been written if it changed. */
async function writeQuestions(
  transaction: Transaction,
  bankId: string,
  questions: readonly BankQuestion[],
): Promise<void> {
  const rows = JSON.stringify(questions.map(rowOf));
  await transaction.$executeRaw`
    INSERT INTO question (id, bank_id, slug)
    SELECT gen_random_uuid(), ${bankId}::uuid, r->>'slug' FROM jsonb_array_elements(${rows}::jsonb) AS r
    ON CONFLICT (bank_id, slug) DO NOTHING`;
  await transaction.$executeRaw`
    INSERT INTO question_version (question_id, version, type, subject, chapter, difficulty, tags, content, key,
      solution, group_id, marks, negative_marks)
    SELECT q.id, 1 + COALESCE((SELECT max(version) FROM question_version old WHERE old.question_id = q.id), 0),
      r.type, r.subject, r.chapter, r.difficulty, r.tags, r.content, r.key, r.solution,
      (SELECT g.id FROM question_group g WHERE g.bank_id = q.bank_id AND g.slug = r."group"
        ORDER BY g.version DESC LIMIT 1),
      r.marks, r.negative_marks
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(slug text, type text, subject text, chapter text, difficulty text,
      tags text[], content jsonb, key jsonb, solution jsonb, "group" text, marks text, negative_marks text)
    JOIN question q ON q.bank_id = ${bankId}::uuid AND q.slug = r.slug`;
}

function rowOf({ question, groupPlace, marks, ...rest }: BankQuestion) {
  const content: StoredContent = { question, groupPlace };
  return {
    ...rest,
    slug: question.id,
    type: question.type,
    group: question.groupId ?? null,
    content,
    marks: marks?.correct ?? null,
    negative_marks: marks?.wrong ?? null,
  };
}
