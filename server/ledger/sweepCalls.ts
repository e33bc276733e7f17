import type { Scope } from '../domain/command.ts';
import { sweepDelayMs } from '../domain/timing.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { orUnavailable } from './orUnavailable.ts';

interface Call {
  /** Status of the attempts that the sweeper is called to. */
  readonly from: string;
  readonly to: string;
  /** Which of them: a condition on attempt `a` of exam `x`. */
  readonly which: Prisma.Sql;
  /** How long after the command there is anything to do, ms. */
  readonly after: Prisma.Sql;
}

const all = Prisma.sql`true`;
const atOnce = Prisma.sql`0`;

/** Those that were left alone until the end of the window, as a paused attempt is. */
const waiting = Prisma.sql`a.seal_due_at >= x.closes_at`;
const grace = Prisma.sql`(x.rules::jsonb ->> 'graceMs')::int + ${sweepDelayMs}::int`;

const end: Call = { from: 'open', to: 'open', which: all, after: grace };

/** Commands after which attempts want a look although none was due: a candidate may not be there. */
const calls: Readonly<Record<string, Call>> = {
  'force-submit': end,
  terminate: end,
  resume: { from: 'open', to: 'open', which: waiting, after: atOnce },
  reopen: { from: 'sealed', to: 'reopening', which: all, after: atOnce },
};

export function isSweepCall(kind: string): boolean {
  return Object.hasOwn(calls, kind);
}

/** Attempts marked in one statement. */
const part = 1_000;

interface OpenCall {
  readonly examId: string;
  readonly seq: number;
  readonly kind: string;
  readonly scope: string;
  readonly issuedAt: bigint;
  readonly doneThrough: string;
}

/**
 * Marks a part of the attempts to which a command calls the sweeper; whether there is anything to do there is decided on
 * their logs. `false`: nothing is left, or others are at it. @throws Unavailable
 */
export async function markCalled(prisma: PrismaClient): Promise<boolean> {
  return orUnavailable(async () => {
    const [call] = await prisma.$queryRaw<OpenCall[]>`
      SELECT c.exam_id::text AS "examId", c.seq, l.kind, l.scope, l.issued_at AS "issuedAt",
        c.done_through::text AS "doneThrough"
      FROM sweep_call c JOIN exam_log l USING (exam_id, seq)
      ORDER BY l.issued_at, c.exam_id, c.seq LIMIT 1`;
    const kind = call && calls[call.kind];
    if (call === undefined || kind === undefined) return false;
    const [marked] = await prisma.$queryRaw<unknown[]>(markPart(call, kind));
    return marked !== undefined;
  });
}

/**
 * Whoever was moved since the command may have been in its place. A mark is never the time that stood there before: a sweeper
 * that has looked without knowing of the command would take it for its own and put it off.
 */
function markPart({ examId, seq, issuedAt, doneThrough, ...open }: OpenCall, call: Call): Prisma.Sql {
  const scope: Scope = JSON.parse(open.scope);
  return Prisma.sql`
    WITH mine AS MATERIALIZED (
      SELECT exam_id FROM sweep_call
      WHERE exam_id = ${examId}::uuid AND seq = ${seq}::int AND done_through = ${doneThrough}::uuid
      FOR UPDATE SKIP LOCKED
    ), part AS MATERIALIZED (
      SELECT a.id, to_timestamp((${issuedAt}::bigint + ${call.after}) / 1000.0) AS due
      FROM mine JOIN exam x ON x.id = mine.exam_id JOIN attempt a ON a.exam_id = x.id
      LEFT JOIN enrolment e ON e.exam_id = a.exam_id AND e.candidate_id = a.candidate_id
      LEFT JOIN centre c ON c.id = e.centre_id
      WHERE a.status = ${call.from} AND a.id > ${doneThrough}::uuid AND ${call.which}
        AND (${isIn(scope)} OR EXISTS (
          SELECT FROM exam_log m
          WHERE m.exam_id = a.exam_id AND m.seq > ${seq}::int AND m.kind = 'move-centre'
            AND m.scope LIKE '%' || a.candidate_id || '%'))
      ORDER BY a.id LIMIT ${part}::int
      FOR UPDATE OF a
    ), marked AS (
      UPDATE attempt SET status = ${call.to},
        seal_due_at = CASE WHEN ${call.from} = 'open' THEN LEAST(seal_due_at - interval '1 ms', part.due) ELSE part.due END
      FROM part WHERE attempt.id = part.id
    ), ended AS (
      DELETE FROM sweep_call USING mine
      WHERE sweep_call.exam_id = mine.exam_id AND seq = ${seq}::int AND (SELECT count(*) FROM part) < ${part}::int
    ), moved AS (
      UPDATE sweep_call SET done_through = (SELECT id FROM part ORDER BY id DESC LIMIT 1) FROM mine
      WHERE sweep_call.exam_id = mine.exam_id AND seq = ${seq}::int AND (SELECT count(*) FROM part) = ${part}::int
    )
    SELECT 1 AS marked FROM mine`;
}

/** Where the candidate of attempt `a` is now, by enrolment `e` and centre `c`. */
function isIn(scope: Scope): Prisma.Sql {
  switch (scope.kind) {
    case 'all':
      return Prisma.sql`true`;
    case 'district':
      return Prisma.sql`coalesce(c.district_id, a.district_id) = ${scope.districtId}::int`;
    case 'centre':
      return Prisma.sql`coalesce(e.centre_id, a.centre_id) = ${scope.centreId}::uuid`;
    case 'candidates':
      return Prisma.sql`a.candidate_id = ANY (${[...scope.candidateIds]}::uuid[])`;
  }
}
