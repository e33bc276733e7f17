import type { EnrolledPerson, ExamPeople, PlaceCount } from '../app/ports/commands.ts';
import type { Scope } from '../domain/command.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';
import { isUuid } from './uuid.ts';

/** Who is enrolled in an exam, and where. Ids come from clients: what is not a UUID is absent. @throws Unavailable */
export class PostgresExamPeople implements ExamPeople {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  /** Like a seat, a person is in the district of the centre, or without one in their own. */
  async counts(examId: string): Promise<readonly PlaceCount[]> {
    if (!isUuid(examId)) return [];
    return orUnavailable(
      () => this.#prisma.$queryRaw<PlaceCount[]>`
        SELECT d.id::int AS "districtId", e.centre_id::text AS "centreId", count(*)::int AS enrolled,
          count(*) FILTER (WHERE a.status = 'open')::int AS started,
          count(*) FILTER (WHERE a.status <> 'open')::int AS "handedIn"
        FROM enrolment e
        JOIN user_account u ON u.id = e.candidate_id
        LEFT JOIN centre c ON c.id = e.centre_id
        JOIN district d ON d.id = COALESCE(c.district_id, u.district_id)
        LEFT JOIN attempt a ON a.exam_id = e.exam_id AND a.candidate_id = e.candidate_id
        WHERE e.exam_id = ${examId}::uuid
        GROUP BY d.id, e.centre_id
        ORDER BY d.id, e.centre_id`,
    );
  }

  async reached(examId: string, scopes: readonly Scope[]): Promise<number> {
    if (!isUuid(examId) || scopes.length === 0) return 0;
    const isReached = Prisma.join(scopes.map(isIn), ' OR ');
    const [row] = await orUnavailable(
      () => this.#prisma.$queryRaw<{ reached: number }[]>`
        SELECT count(*)::int AS reached
        FROM enrolment e
        JOIN user_account u ON u.id = e.candidate_id
        LEFT JOIN centre c ON c.id = e.centre_id
        WHERE e.exam_id = ${examId}::uuid AND (${isReached})`,
    );
    return row?.reached ?? 0;
  }

  async find(examId: string, candidateIds: readonly string[]): Promise<readonly EnrolledPerson[]> {
    const ids = candidateIds.filter(isUuid);
    if (!isUuid(examId) || ids.length === 0) return [];
    return orUnavailable(
      () => this.#prisma.$queryRaw<EnrolledPerson[]>`
        SELECT u.id::text AS "candidateId", d.id::int AS "districtId", e.centre_id::text AS "centreId",
          u.username, u.display_name AS name, e.roll_number AS "rollNumber",
          e.extra_per_hour_ms AS "extraPerHourMs",
          CASE WHEN a.status IS NULL THEN 'absent' WHEN a.status = 'open' THEN 'started' ELSE 'handed-in' END AS attempt
        FROM enrolment e
        JOIN user_account u ON u.id = e.candidate_id
        LEFT JOIN centre c ON c.id = e.centre_id
        JOIN district d ON d.id = COALESCE(c.district_id, u.district_id)
        LEFT JOIN attempt a ON a.exam_id = e.exam_id AND a.candidate_id = e.candidate_id
        WHERE e.exam_id = ${examId}::uuid AND e.candidate_id = ANY (${ids}::uuid[])`,
    );
  }

  async districtOf(centreId: string): Promise<number | null> {
    if (!isUuid(centreId)) return null;
    const row = await orUnavailable(() => this.#prisma.centre.findUnique({ where: { id: centreId } }));
    return row?.districtId ?? null;
  }

  async names(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const where = { id: { in: userIds.filter(isUuid) } };
    const people = await orUnavailable(() =>
      this.#prisma.user.findMany({ where, select: { id: true, displayName: true } }),
    );
    return new Map(people.map(({ id, displayName }) => [id, displayName]));
  }

  async actors(examId: string, seqs: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (!isUuid(examId) || seqs.length === 0) return new Map();
    const rows = await orUnavailable(() =>
      this.#prisma.examCommand.findMany({
        where: { examId, seq: { in: [...seqs] } },
        select: { seq: true, actor: true },
      }),
    );
    return new Map(rows.map(({ seq, actor }) => [seq, actor]));
  }
}

/** Of people as `counts` places them. */
function isIn(scope: Scope): Prisma.Sql {
  switch (scope.kind) {
    case 'all':
      return Prisma.sql`true`;
    case 'district':
      return Prisma.sql`COALESCE(c.district_id, u.district_id) = ${scope.districtId}::int`;
    case 'centre':
      return Prisma.sql`e.centre_id = ${scope.centreId}::uuid`;
    case 'candidates':
      return Prisma.sql`e.candidate_id = ANY (${scope.candidateIds.filter(isUuid)}::uuid[])`;
  }
}
