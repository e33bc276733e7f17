import type {
  IncidentBatch,
  IncidentChange,
  IncidentReport,
  IncidentSubject,
  Incidents,
  NewReport,
  RosterIncident,
  StaffNote,
} from '../app/ports/incidents.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';
import { isUuid } from './uuid.ts';

type Row = RosterIncident & { readonly changed: bigint };

const instant = (ms: number) => Prisma.sql`to_timestamp(${ms}::bigint / 1000.0)`;

const ms = (column: Prisma.Sql) => Prisma.sql`(extract(epoch FROM ${column}) * 1000)::float8`;

const columns = Prisma.sql`
  i.id::text AS id, i.kind, i.exam_id::text AS "examId", i.attempt_id::text AS "attemptId",
  i.candidate_id::text AS "candidateId", i.district_id::int AS "districtId", i.centre_id::text AS "centreId",
  i.detail, i.count, i.state,
  CASE WHEN i.claimed_by IS NULL THEN NULL
    ELSE jsonb_build_object('id', i.claimed_by::text, 'name', COALESCE(u.display_name, '')) END AS "claimedBy",
  COALESCE((
    SELECT jsonb_agg(
      jsonb_build_object(
        'by', jsonb_build_object('id', n.author::text, 'name', COALESCE(w.display_name, '')),
        'at', ${ms(Prisma.sql`n.at`)}, 'text', n.text)
      ORDER BY n.at, n.id)
    FROM incident_note n LEFT JOIN user_account w ON w.id = n.author WHERE n.incident_id = i.id), '[]') AS notes,
  ${ms(Prisma.sql`i.at`)} AS at, ${ms(Prisma.sql`i.updated_at`)} AS "updatedAt",
  ${ms(Prisma.sql`i.resolved_at`)} AS "resolvedAt", i.changed`;

/**
 * Incidents in PostgreSQL. Writers of one exam wait for each other, so that changes are numbered as they are committed. All
 * wait in the same order, for the exam before the incident: otherwise two would wait for each other.
 */
export class PostgresIncidents implements Incidents {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async report(report: NewReport): Promise<void> {
    const { subject, attemptId, candidateId, reportId, detail, text, at } = report;
    await this.#inTurn(
      subject.examId,
      Prisma.sql`
        WITH news AS (
          INSERT INTO incident (id, key, kind, exam_id, attempt_id, candidate_id, district_id, centre_id, detail, at, updated_at)
          SELECT gen_random_uuid(), ${rowOf(subject)}, ${JSON.stringify(detail)}::jsonb, ${instant(at)}, ${instant(at)}
          WHERE NOT EXISTS (
            SELECT FROM incident_report WHERE attempt_id = ${attemptId}::uuid AND report_id = ${reportId})
          ON CONFLICT (key) WHERE state <> 'resolved' DO UPDATE
          SET count = incident.count + 1, detail = incident.detail || EXCLUDED.detail, updated_at = EXCLUDED.updated_at
          RETURNING id
        )
        INSERT INTO incident_report (attempt_id, report_id, incident_id, candidate_id, text, at)
        SELECT ${attemptId}::uuid, ${reportId}, news.id, ${candidateId}::uuid, ${text}, ${instant(at)} FROM news`,
    );
  }

  async observe(
    subject: IncidentSubject,
    detail: Readonly<Record<string, unknown>>,
    count: number,
    at: number,
  ): Promise<void> {
    await this.#inTurn(
      subject.examId,
      Prisma.sql`
        INSERT INTO incident (id, key, kind, exam_id, attempt_id, candidate_id, district_id, centre_id, detail, count, at, updated_at)
        SELECT gen_random_uuid(), ${rowOf(subject)}, ${JSON.stringify(detail)}::jsonb, ${count}::int, ${instant(at)}, ${instant(at)}
        ON CONFLICT (key) WHERE state <> 'resolved' DO UPDATE
        SET count = EXCLUDED.count, detail = EXCLUDED.detail, updated_at = EXCLUDED.updated_at
        WHERE (incident.count, incident.detail) IS DISTINCT FROM (EXCLUDED.count, EXCLUDED.detail)`,
    );
  }

  async settle(key: string, at: number): Promise<void> {
    await this.#behind(
      Prisma.sql`SELECT exam_id FROM incident WHERE key = ${key} AND state <> 'resolved'`,
      Prisma.sql`
        UPDATE incident SET state = 'resolved', resolved_at = ${instant(at)}, updated_at = ${instant(at)}
        WHERE key = ${key} AND state <> 'resolved' RETURNING 1 AS done`,
    );
  }

  async changedSince(examId: string, cursor: string | null): Promise<IncidentBatch> {
    if (!isUuid(examId)) return { cursor: cursor ?? '0', incidents: [] };
    if (cursor === null) {
      // The number first: what changes between the two is told once more, and never passed by.
      const [last] = await orUnavailable(
        () => this.#prisma.$queryRaw<{ changed: bigint | null }[]>`
          SELECT max(changed) AS changed FROM incident WHERE exam_id = ${examId}::uuid`,
      );
      const rows = await this.#select(
        Prisma.sql`i.exam_id = ${examId}::uuid AND i.state <> 'resolved' ORDER BY i.changed`,
      );
      return { cursor: String(last?.changed ?? 0), incidents: rows.map(incidentOf) };
    }
    const rows = await this.#select(
      Prisma.sql`i.exam_id = ${examId}::uuid AND i.changed > ${BigInt(cursor)} ORDER BY i.changed`,
    );
    return { cursor: String(rows.at(-1)?.changed ?? cursor), incidents: rows.map(incidentOf) };
  }

  async latest(examId: string, limit: number): Promise<readonly RosterIncident[]> {
    if (!isUuid(examId)) return [];
    const rows = await this.#select(
      Prisma.sql`i.exam_id = ${examId}::uuid ORDER BY i.changed DESC LIMIT ${limit}::int`,
    );
    return rows.map(incidentOf);
  }

  async find(incidentId: string): Promise<RosterIncident | null> {
    if (!isUuid(incidentId)) return null;
    const [row] = await this.#select(Prisma.sql`i.id = ${incidentId}::uuid`);
    return row === undefined ? null : incidentOf(row);
  }

  async reports(incidentId: string, limit: number): Promise<readonly IncidentReport[]> {
    return orUnavailable(
      () => this.#prisma.$queryRaw<IncidentReport[]>`
        SELECT attempt_id::text AS "attemptId", candidate_id::text AS "candidateId", text,
          ${ms(Prisma.sql`at`)} AS at
        FROM incident_report WHERE incident_id = ${incidentId}::uuid ORDER BY at DESC, report_id LIMIT ${limit}::int`,
    );
  }

  claim(incidentId: string, by: string, at: number): Promise<IncidentChange> {
    return this.#change(
      incidentId,
      Prisma.sql`
        UPDATE incident SET state = 'claimed', claimed_by = ${by}::uuid, updated_at = ${instant(at)}
        WHERE id = ${incidentId}::uuid AND state = 'open' RETURNING 1 AS done`,
      (now) => now.state === 'claimed' && now.claimedBy?.id === by,
    );
  }

  release(incidentId: string, by: string, anyway: boolean, at: number): Promise<IncidentChange> {
    return this.#change(
      incidentId,
      Prisma.sql`
        UPDATE incident SET state = 'open', claimed_by = NULL, updated_at = ${instant(at)}
        WHERE id = ${incidentId}::uuid AND state = 'claimed' AND (${anyway} OR claimed_by = ${by}::uuid)
        RETURNING 1 AS done`,
      (now) => now.state === 'open',
    );
  }

  async note(incidentId: string, note: StaffNote): Promise<IncidentChange> {
    const { id, by, text, at } = note;
    const changed = await this.#change(
      incidentId,
      Prisma.sql`
        WITH noted AS (
          INSERT INTO incident_note (id, incident_id, author, text, at)
          SELECT ${id}::uuid, i.id, ${by}::uuid, ${text}, ${instant(at)} FROM incident i WHERE i.id = ${incidentId}::uuid
          ON CONFLICT DO NOTHING RETURNING incident_id
        )
        UPDATE incident SET updated_at = ${instant(at)} FROM noted WHERE incident.id = noted.incident_id
        RETURNING 1 AS done`,
      () => true,
    );
    return (await this.#standsForAnother(incidentId, note)) ? { outcome: 'note-conflict' } : changed;
  }

  async resolve(incidentId: string, note: StaffNote, anyway: boolean): Promise<IncidentChange> {
    const { id, by, text, at } = note;
    const changed = await this.#change(
      incidentId,
      Prisma.sql`
        WITH resolved AS (
          UPDATE incident SET state = 'resolved', resolved_at = ${instant(at)}, updated_at = ${instant(at)},
            claimed_by = COALESCE(claimed_by, ${by}::uuid)
          WHERE id = ${incidentId}::uuid AND (state = 'open' OR state = 'claimed' AND (${anyway} OR claimed_by = ${by}::uuid))
            AND NOT EXISTS (${another(incidentId, note)})
          RETURNING id
        )
        INSERT INTO incident_note (id, incident_id, author, text, at)
        SELECT ${id}::uuid, resolved.id, ${by}::uuid, ${text}, ${instant(at)} FROM resolved
        ON CONFLICT DO NOTHING RETURNING 1 AS done`,
      (now) => now.state === 'resolved' && now.notes.some((kept) => kept.by.id === by && kept.text === text),
    );
    return (await this.#standsForAnother(incidentId, note)) ? { outcome: 'note-conflict' } : changed;
  }

  /** Whether the note's id was used for something else: then nothing was changed. */
  async #standsForAnother(incidentId: string, note: StaffNote): Promise<boolean> {
    if (!isUuid(incidentId)) return false;
    const others = await orUnavailable(() => this.#prisma.$queryRaw<unknown[]>(another(incidentId, note)));
    return others.length > 0;
  }

  /** `isSo`: what was asked for is so already, and nothing had to be changed. */
  async #change(
    incidentId: string,
    change: Prisma.Sql,
    isSo: (now: RosterIncident) => boolean,
  ): Promise<IncidentChange> {
    if (!isUuid(incidentId)) return { outcome: 'not-found' };
    const done = await this.#behind(
      Prisma.sql`SELECT exam_id FROM incident WHERE id = ${incidentId}::uuid`,
      change,
    );
    const incident = await this.find(incidentId);
    if (incident === null) return { outcome: 'not-found' };
    if (done.length > 0 || isSo(incident)) return { outcome: 'changed', incident };
    return { outcome: incident.state === 'resolved' ? 'already-resolved' : 'already-claimed' };
  }

  async #inTurn(examId: string, statement: Prisma.Sql): Promise<void> {
    await this.#behind(Prisma.sql`SELECT ${examId}::uuid AS exam_id`, statement);
  }

  /** The lock in a statement of its own, so that the next one sees what was written by those it had to wait for. */
  async #behind(exam: Prisma.Sql, statement: Prisma.Sql): Promise<readonly unknown[]> {
    const lock = this.#prisma.$queryRaw`
      SELECT count(pg_advisory_xact_lock(1768842852, hashtext(exam_id::text)))::int AS held FROM (${exam}) AS e`;
    const [, done] = await orUnavailable(() =>
      this.#prisma.$transaction([lock, this.#prisma.$queryRaw<unknown[]>(statement)]),
    );
    return done;
  }

  #select(condition: Prisma.Sql): Promise<Row[]> {
    return orUnavailable(() =>
      this.#prisma.$queryRaw<Row[]>(
        Prisma.sql`SELECT ${columns} FROM incident i LEFT JOIN user_account u ON u.id = i.claimed_by WHERE ${condition}`,
      ),
    );
  }
}

/** Key, kind, exam, attempt, candidate, district, centre. */
function rowOf(subject: IncidentSubject): Prisma.Sql {
  const { key, kind, examId, attemptId, candidateId, districtId, centreId } = subject;
  return Prisma.sql`${key}, ${kind}, ${examId}::uuid, ${attemptId}::uuid, ${candidateId}::uuid, ${districtId}::smallint, ${centreId}::uuid`;
}

/** The other note for which this one's id stands. */
function another(incidentId: string, { id, by, text }: StaffNote): Prisma.Sql {
  return Prisma.sql`
    SELECT 1 AS found FROM incident_note
    WHERE id = ${id}::uuid AND (incident_id, author, text) <> (${incidentId}::uuid, ${by}::uuid, ${text}::text)`;
}

function incidentOf({ changed, ...incident }: Row): RosterIncident {
  return incident;
}
