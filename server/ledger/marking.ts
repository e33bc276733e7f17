import type { IncidentRow, Marking, ScoreRow, SubmissionRecord } from '../app/ports.ts';
import { parseFraction } from '../domain/fraction.ts';
import type { PaperKey } from '../domain/key.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

/** Decimal places of `total_numeric`. */
const places = 7n;

/** Keys, submissions and scores in PostgreSQL. @throws Unavailable */
export class PostgresMarking implements Marking {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  /** The newest version. */
  async key(paperHash: string): Promise<{ readonly version: number; readonly key: PaperKey } | null> {
    const row = await orUnavailable(() =>
      this.#prisma.paperKey.findFirst({ where: { paperHash }, orderBy: { version: 'desc' } }),
    );
    return row === null ? null : { version: row.version, key: JSON.parse(row.body) };
  }

  /** In the order of their seals. */
  async submissions(attemptId: string): Promise<readonly SubmissionRecord[]> {
    const rows = await orUnavailable(() =>
      this.#prisma.submission.findMany({ where: { attemptId }, orderBy: { sealSeq: 'asc' } }),
    );
    return rows.map(({ sealSeq, sealedAt, receipt, kid }) => ({
      sealSeq,
      sealedAt: Number(sealedAt),
      receipt,
      kid,
    }));
  }

  /** One row for each seal and version of the key; the same again replaces it. */
  async saveScore({ attemptId, sealSeq, keyVersion, total, maximum, detail }: ScoreRow): Promise<void> {
    const rounded = roundedDecimal(total);
    await orUnavailable(
      () => this.#prisma.$executeRaw`
        INSERT INTO score (attempt_id, seal_seq, key_version, total, total_numeric, detail)
        VALUES (${attemptId}::uuid, ${sealSeq}::int, ${keyVersion}::int, ${total}, ${rounded}::numeric,
          ${detail}::jsonb || jsonb_build_object('maximum', ${maximum}::text))
        ON CONFLICT (attempt_id, seal_seq, key_version) DO UPDATE
        SET total = EXCLUDED.total, total_numeric = EXCLUDED.total_numeric, detail = EXCLUDED.detail,
          scored_at = EXCLUDED.scored_at`,
    );
  }

  /** Told twice, it stays one as long as nobody has resolved it. */
  async raiseIncident({ examId, attemptId, kind, detail }: IncidentRow): Promise<void> {
    await orUnavailable(
      () => this.#prisma.$executeRaw`
        INSERT INTO incident (id, exam_id, attempt_id, kind, detail)
        SELECT gen_random_uuid(), ${examId}::uuid, ${attemptId}::uuid, ${kind}, ${detail}::jsonb
        WHERE NOT EXISTS (
          SELECT FROM incident WHERE attempt_id = ${attemptId}::uuid AND kind = ${kind} AND resolved_at IS NULL)`,
    );
  }
}

/** `-2/3` → `-0.6666667`: rounded half away from zero. */
export function roundedDecimal(fraction: string): string {
  const { numerator, denominator } = parseFraction(fraction);
  const sign = numerator < 0n ? '-' : '';
  const size = numerator < 0n ? -numerator : numerator;
  const scaled = (2n * size * 10n ** places + denominator) / (2n * denominator);
  const digits = String(scaled).padStart(Number(places) + 1, '0');
  return `${sign}${digits.slice(0, -Number(places))}.${digits.slice(-Number(places))}`;
}
