import type { GrantRequest, LostTime, LostTimeGrant, LostTimes } from '../app/ports/incidents.ts';
import type { PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';
import { isUuid } from './uuid.ts';

interface AbsenceRow extends Omit<LostTime, 'absences' | 'ms' | 'throughSeq'> {
  readonly seq: number;
  readonly from: number;
  readonly to: number;
  readonly lostMs: number;
  readonly by: 'connection' | 'log';
  /** The last frame whose lost time was given back; 0 for none. */
  readonly grantedThrough: number;
}

/** What candidates have lost, as their logs say, and what of it was given back. @throws Unavailable */
export class PostgresLostTimes implements LostTimes {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async of(examId: string): Promise<readonly LostTime[]> {
    if (!isUuid(examId)) return [];
    const rows = await orUnavailable(
      () => this.#prisma.$queryRaw<AbsenceRow[]>`
        SELECT a.id::text AS "attemptId", a.candidate_id::text AS "candidateId",
          COALESCE(c.district_id, a.district_id)::int AS "districtId", e.centre_id::text AS "centreId",
          CASE WHEN a.status = 'open' THEN 'open' ELSE 'sealed' END AS status,
          l.seq, (l.body::jsonb ->> 'from')::float8 AS "from", (l.body::jsonb ->> 'to')::float8 AS "to",
          (l.body::jsonb ->> 'lostMs')::float8 AS "lostMs", l.body::jsonb ->> 'by' AS by,
          COALESCE(g.through, 0)::int AS "grantedThrough", COALESCE(g.ms, 0)::int AS "grantedMs"
        FROM attempt a
        JOIN attempt_log l ON l.region_id = a.region_id AND l.attempt_id = a.id AND l.kind = 'returned'
        LEFT JOIN enrolment e ON e.exam_id = a.exam_id AND e.candidate_id = a.candidate_id
        LEFT JOIN centre c ON c.id = e.centre_id
        LEFT JOIN LATERAL (
          SELECT max(through_seq) AS through, sum(ms) AS ms FROM lost_time_grant WHERE attempt_id = a.id) g ON true
        WHERE a.exam_id = ${examId}::uuid
        ORDER BY a.id, l.seq`,
    );
    return [...Map.groupBy(rows, ({ attemptId }) => attemptId).values()].map(lostTimeOf);
  }

  /** One request after the other: two that came at once must not both count what the other takes. In whole seconds. */
  async take(request: GrantRequest): Promise<void> {
    const { examId, grantId, candidateIds, actor, reason, at, commandSeed } = request;
    const lock = this.#prisma.$queryRaw`
      SELECT 1 FROM (SELECT pg_advisory_xact_lock(1818846068, hashtext(${examId}))) AS held`;
    const take = this.#prisma.$executeRaw`
      INSERT INTO lost_time_grant
        (attempt_id, through_seq, exam_id, candidate_id, ms, grant_id, command_id, actor, reason, at)
      SELECT lost.attempt_id, lost.through_seq, ${examId}::uuid, lost.candidate_id, lost.ms, ${grantId}::uuid,
        md5(${commandSeed} || ':' || lost.ms)::uuid, ${actor}::uuid, ${reason}, to_timestamp(${at}::bigint / 1000.0)
      FROM (
        SELECT a.id AS attempt_id, a.candidate_id, max(l.seq) AS through_seq,
          (ceil(sum((l.body::jsonb ->> 'lostMs')::numeric) / 1000) * 1000)::int AS ms
        FROM attempt a
        JOIN attempt_log l ON l.region_id = a.region_id AND l.attempt_id = a.id AND l.kind = 'returned'
        WHERE a.exam_id = ${examId}::uuid AND a.status = 'open' AND a.candidate_id = ANY (${[...candidateIds]}::uuid[])
          AND l.seq > (SELECT COALESCE(max(through_seq), 0) FROM lost_time_grant g WHERE g.attempt_id = a.id)
        GROUP BY a.id, a.candidate_id
      ) lost
      WHERE lost.ms > 0
        AND NOT EXISTS (SELECT FROM lost_time_grant WHERE exam_id = ${examId}::uuid AND grant_id = ${grantId}::uuid)`;
    await orUnavailable(() => this.#prisma.$transaction([lock, take]));
  }

  async grantedBy(examId: string, grantId: string): Promise<readonly LostTimeGrant[]> {
    return orUnavailable(
      () => this.#prisma.$queryRaw<LostTimeGrant[]>`
        SELECT attempt_id::text AS "attemptId", candidate_id::text AS "candidateId", ms,
          command_id::text AS "commandId", actor::text AS actor, reason
        FROM lost_time_grant WHERE exam_id = ${examId}::uuid AND grant_id = ${grantId}::uuid ORDER BY candidate_id`,
    );
  }

  async unissued(examId: string): Promise<readonly LostTimeGrant[]> {
    return orUnavailable(
      () => this.#prisma.$queryRaw<LostTimeGrant[]>`
        SELECT attempt_id::text AS "attemptId", candidate_id::text AS "candidateId", ms,
          command_id::text AS "commandId", actor::text AS actor, reason
        FROM lost_time_grant WHERE exam_id = ${examId}::uuid AND issued_seq IS NULL ORDER BY candidate_id`,
    );
  }

  async issued(examId: string, commandId: string, seq: number): Promise<void> {
    await orUnavailable(() =>
      this.#prisma.lostTimeGrant.updateMany({ where: { examId, commandId }, data: { issuedSeq: seq } }),
    );
  }

  async giveBack(examId: string, commandId: string): Promise<void> {
    await orUnavailable(() =>
      this.#prisma.lostTimeGrant.deleteMany({ where: { examId, commandId, issuedSeq: null } }),
    );
  }
}

function lostTimeOf(rows: readonly AbsenceRow[]): LostTime {
  const [first] = rows;
  if (first === undefined) throw new Error('A group of rows has at least one.');
  const { attemptId, candidateId, districtId, centreId, status, grantedMs, grantedThrough } = first;
  const absences = rows.map(({ seq, from, to, lostMs, by }) => {
    return { seq, from, to, lostMs, by, granted: seq <= grantedThrough };
  });
  const lostMs = absences.filter(({ granted }) => !granted).reduce((sum, each) => sum + each.lostMs, 0);
  return {
    attemptId,
    candidateId,
    districtId,
    centreId,
    status,
    ms: Math.ceil(lostMs / 1_000) * 1_000,
    grantedMs,
    throughSeq: rows.at(-1)?.seq ?? 0,
    absences,
  };
}
