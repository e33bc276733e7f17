import type { KeyedPaper, NewKeyVersion, PaperKeys } from '../app/ports/content.ts';
import type { PrismaClient } from './generated/client.ts';
import { isUuid } from './uuid.ts';

/** The keys of published papers in PostgreSQL. */
export class PostgresPaperKeys implements PaperKeys {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async newest(examId: string): Promise<KeyedPaper | null> {
    if (!isUuid(examId)) return null;
    const paper = await this.#prisma.paperContent.findFirst({
      where: { exams: { some: { id: examId, publishedAt: { not: null } } } },
      include: {
        keys: { orderBy: { version: 'desc' }, take: 1 },
        exams: { select: { id: true }, orderBy: { publishedAt: 'asc' } },
      },
    });
    const [key] = paper?.keys ?? [];
    if (paper === null || key === undefined) return null;
    return {
      paperHash: paper.hash,
      paper: JSON.parse(paper.body),
      version: key.version,
      key: JSON.parse(key.body),
      examIds: paper.exams.map(({ id }) => id),
    };
  }

  /** The primary key of the versions lets one of two corrections win. */
  async add({ paperHash, version, body, by, reason, questionIds }: NewKeyVersion): Promise<boolean> {
    const detail = JSON.stringify({ version, reason, questionIds });
    const written = await this.#prisma.$executeRaw`
      WITH added AS (
        INSERT INTO paper_key (paper_hash, version, body, created_by)
        VALUES (${paperHash}, ${version}::int, ${body}, ${by}::uuid)
        ON CONFLICT DO NOTHING
        RETURNING paper_hash
      )
      INSERT INTO audit_event (id, actor, action, subject, detail)
      SELECT gen_random_uuid(), ${by}::uuid, 'correct-key', paper_hash, ${detail}::jsonb FROM added`;
    return written === 1;
  }
}
