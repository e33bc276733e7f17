import type { EnrolledPerson, ExpectedCandidate, Geography, RosterSource } from '../app/ports/roster.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

/** Who is enrolled where, for the live room. @throws Unavailable */
export class PostgresRosterSource implements RosterSource {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async geography(): Promise<Geography> {
    const [districts, centres] = await orUnavailable(() =>
      Promise.all([
        this.#prisma.district.findMany({ orderBy: { id: 'asc' } }),
        this.#prisma.centre.findMany({ orderBy: { code: 'asc' } }),
      ]),
    );
    return {
      districts: districts.map(({ id, name, aliases }) => ({ id, name, aliases })),
      centres: centres.map(({ id, code, name, districtId }) => ({ id, code, name, districtId })),
    };
  }

  async people(examId: string, after: string | null, limit: number): Promise<readonly EnrolledPerson[]> {
    const rows = await orUnavailable(
      () => this.#prisma.$queryRaw<PersonRow[]>`
        SELECT e.candidate_id::text, e.roll_number, u.display_name, d.id::int AS district_id, e.centre_id::text,
          e.extra_per_hour_ms, a.id::text AS attempt_id, a.status
        FROM enrolment e
        JOIN user_account u ON u.id = e.candidate_id
        LEFT JOIN centre c ON c.id = e.centre_id
        JOIN district d ON d.id = COALESCE(c.district_id, u.district_id)
        LEFT JOIN attempt a ON a.exam_id = e.exam_id AND a.candidate_id = e.candidate_id
        WHERE e.exam_id = ${examId}::uuid AND e.candidate_id > ${after ?? lowest}::uuid
        ORDER BY e.candidate_id LIMIT ${limit}::int`,
    );
    return rows.map((row) => ({
      candidateId: row.candidate_id,
      rollNumber: row.roll_number,
      name: row.display_name,
      districtId: row.district_id,
      centreId: row.centre_id,
      extraPerHourMs: row.extra_per_hour_ms,
      attempt:
        row.attempt_id === null
          ? null
          : { attemptId: row.attempt_id, status: row.status === 'sealed' ? 'sealed' : 'open' },
    }));
  }

  async seatsOf(
    candidateIds: readonly string[],
    now: number,
    aheadMs: number,
  ): Promise<readonly ExpectedCandidate[]> {
    const rows = await orUnavailable(
      () => this.#prisma.$queryRaw<SeatRow[]>`
        SELECT e.exam_id::text, e.candidate_id::text, d.id::int AS district_id, e.centre_id::text
        FROM exam x
        JOIN enrolment e ON e.exam_id = x.id AND e.candidate_id = ANY(${candidateIds}::uuid[])
        JOIN user_account u ON u.id = e.candidate_id
        LEFT JOIN centre c ON c.id = e.centre_id
        JOIN district d ON d.id = COALESCE(c.district_id, u.district_id)
        WHERE x.status = 'published' AND x.opens_at <= ${new Date(now + aheadMs)} AND x.closes_at >= ${new Date(now)}`,
    );
    return rows.map((row) => ({
      examId: row.exam_id,
      candidateId: row.candidate_id,
      districtId: row.district_id,
      centreId: row.centre_id,
    }));
  }
}

/** Below every id that there is. */
const lowest = '00000000-0000-0000-0000-000000000000';

interface PersonRow {
  readonly candidate_id: string;
  readonly roll_number: string;
  readonly display_name: string;
  readonly district_id: number;
  readonly centre_id: string | null;
  readonly extra_per_hour_ms: number;
  readonly attempt_id: string | null;
  readonly status: string | null;
}

interface SeatRow {
  readonly exam_id: string;
  readonly candidate_id: string;
  readonly district_id: number;
  readonly centre_id: string | null;
}
