import type { Statement } from './lane.ts';

/**
 * The statements that write attempts' logs. Each is one transaction. The database itself guards the chain: a row
 * goes in only after the very frame its hash was computed from, and only if that frame lets it follow.
 */

const frameColumns = 'region_id, attempt_id, seq, kind, body, exam_seq, received_at, open, hash';

/** $1–$10: region, attempt, seq, kind, body, exam_seq, received_at, open, hash (hex), previous hash (hex). */
const frameRows = `unnest($1::smallint[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::int[],
  $7::bigint[], $8::boolean[], $9::text[], $10::text[])`;

/** A scalar subquery, because a join may reorder rows; measured at 0.1 CPU-second per 10,000 rows in batches of 500. */
const followsItsPredecessor = `(
    SELECT p.hash FROM attempt_log p
    WHERE p.region_id = u.region_id AND p.attempt_id = u.attempt_id AND p.seq = u.seq - 1
      AND CASE
        WHEN u.kind IN ('late', 'adjudicated') THEN p.open = u.open
        WHEN u.kind = 'reopened' THEN u.open AND NOT p.open
        WHEN u.kind = 'sealed' THEN p.open AND NOT u.open
        ELSE p.open AND u.open
      END
  ) = decode(u.prev, 'hex')`;

/** Epoch ms by the database's clock. The shift is 0 but under a test's own clock. */
const databaseNow = (shift: string) => `(extract(epoch FROM clock_timestamp()) * 1000 + ${shift}::bigint)`;

/** A node that was frozen must not commit stamps of the past, nor one with a wrong clock those of the future. */
const hasFreshStamp = (shift: string) => `(
    u.kind <> 'answered'
    OR u.received_at BETWEEN ${databaseNow(shift)} - 5000 AND ${databaseNow(shift)} + 250
  )`;

/** $11: clock shift, ms. Returns the hashes of the rows that were written: two rows of a batch may want one place. */
export const appendFrames: Statement = {
  name: 'append_frames',
  text: `
INSERT INTO attempt_log (${frameColumns})
SELECT u.region_id, u.attempt_id, u.seq, u.kind, u.body, u.exam_seq, u.received_at, u.open, decode(u.hash, 'hex')
FROM ${frameRows} AS u(${frameColumns}, prev)
WHERE ${followsItsPredecessor} AND ${hasFreshStamp('$11')}
ON CONFLICT DO NOTHING
RETURNING encode(hash, 'hex') AS hash`,
};

/**
 * A seal, or an adjudication that replaces the receipt: frame, submission, status and scoring job in one statement.
 * It also requires that the exam log holds nothing that the seal was decided without. The exam's row says how far its
 * log goes; it is read under a shared lock, which waits for a command on its way and makes later ones wait, because the
 * statement's own snapshot would not show a command that is committed while it runs.
 * $11–$16: exam, candidate, district, reason, receipt, kid; $17: digest.
 */
export const sealFrames: Statement = {
  name: 'seal_frames',
  text: `
WITH u AS (
  SELECT * FROM unnest($1::smallint[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::int[],
    $7::bigint[], $8::boolean[], $9::text[], $10::text[],
    $11::uuid[], $12::uuid[], $13::smallint[], $14::text[], $15::text[], $16::text[], $17::text[])
    AS u(${frameColumns}, prev, exam_id, candidate_id, district_id, reason, receipt, kid, digest)
), e AS MATERIALIZED (
  SELECT id, log_seq FROM exam WHERE id IN (SELECT u.exam_id FROM u) ORDER BY id FOR SHARE
), f AS (
  INSERT INTO attempt_log (${frameColumns})
  SELECT u.region_id, u.attempt_id, u.seq, u.kind, u.body, u.exam_seq, u.received_at, u.open, decode(u.hash, 'hex')
  FROM u
  WHERE ${followsItsPredecessor}
    AND u.exam_seq >= coalesce((SELECT e.log_seq FROM e WHERE e.id = u.exam_id), 0)
    AND NOT EXISTS (SELECT 1 FROM exam_log l WHERE l.exam_id = u.exam_id AND l.seq > u.exam_seq)
  ON CONFLICT DO NOTHING
  RETURNING attempt_id, seq, hash
), sealed AS (
  SELECT u.* FROM u JOIN f ON f.attempt_id = u.attempt_id AND f.seq = u.seq AND f.hash = decode(u.hash, 'hex')
), s AS (
  INSERT INTO submission (attempt_id, seal_seq, exam_id, candidate_id, reason, receipt, kid, digest, sealed_at)
  SELECT attempt_id, seq, exam_id, candidate_id, reason, receipt, kid, digest, received_at FROM sealed
), a AS (
  UPDATE attempt SET status = 'sealed', sealed_at = to_timestamp(sealed.received_at / 1000.0)
  FROM sealed WHERE attempt.id = sealed.attempt_id AND sealed.kind = 'sealed'
), j AS (
  INSERT INTO job (kind, key, district_id, payload)
  SELECT 'score', attempt_id || ':' || seq, district_id, jsonb_build_object('attemptId', attempt_id, 'sealSeq', seq)
  FROM sealed
  ON CONFLICT DO NOTHING
)
SELECT encode(hash, 'hex') AS hash FROM f`,
};

/**
 * The first frame, with the attempt's row. $11–$15: exam, candidate, district, centre, when the sweeper looks (epoch ms).
 * A candidate who has an attempt already gets no row back.
 */
export const openAttempts: Statement = {
  name: 'open_attempts',
  text: `
WITH u AS (
  SELECT * FROM unnest($1::smallint[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::int[],
    $7::bigint[], $8::boolean[], $9::text[], $10::text[],
    $11::uuid[], $12::uuid[], $13::smallint[], $14::uuid[], $15::bigint[])
    AS u(${frameColumns}, prev, exam_id, candidate_id, district_id, centre_id, sweep_at)
), a AS (
  INSERT INTO attempt (id, exam_id, candidate_id, region_id, district_id, centre_id, status, opened_at, seal_due_at)
  SELECT attempt_id, exam_id, candidate_id, region_id, district_id, centre_id, 'open',
    to_timestamp(received_at / 1000.0), to_timestamp(sweep_at / 1000.0)
  FROM u WHERE u.seq = 1 AND u.kind = 'opened' AND u.open
  ON CONFLICT DO NOTHING
  RETURNING id
)
INSERT INTO attempt_log (${frameColumns})
SELECT u.region_id, u.attempt_id, u.seq, u.kind, u.body, u.exam_seq, u.received_at, u.open, decode(u.hash, 'hex')
FROM u JOIN a ON a.id = u.attempt_id
ON CONFLICT DO NOTHING
RETURNING encode(hash, 'hex') AS hash`,
};

/** The hashes that stand at these places now. $1–$3: region, attempt, seq. */
export const readBack: Statement = {
  name: 'read_back',
  text: `
SELECT l.attempt_id, l.seq, encode(l.hash, 'hex') AS hash
FROM unnest($1::smallint[], $2::uuid[], $3::int[]) AS u(region_id, attempt_id, seq)
CROSS JOIN LATERAL (
  SELECT l.attempt_id, l.seq, l.hash FROM attempt_log l
  WHERE l.region_id = u.region_id AND l.attempt_id = u.attempt_id AND l.seq = u.seq
) l`,
};

/**
 * A commit that waits for the disk and for a synchronous standby like any other. Only a transaction that has written
 * something does: a transaction id alone would not wait.
 */
export const commitSomething: Statement = {
  name: 'commit_something',
  text: "SELECT pg_logical_emit_message(true, 'pariksha', '')::text AS place",
};

/** The frames after a place, of many attempts at once. $1–$3: region, attempt, last seq known. */
export const readFrames: Statement = {
  name: 'read_frames',
  text: `
SELECT (u.place - 1)::int AS place, l.seq, l.kind, l.body, l.exam_seq, l.received_at, l.open, encode(l.hash, 'hex') AS hash
FROM unnest($1::smallint[], $2::uuid[], $3::int[]) WITH ORDINALITY AS u(region_id, attempt_id, after, place)
CROSS JOIN LATERAL (
  SELECT * FROM attempt_log l
  WHERE l.region_id = u.region_id AND l.attempt_id = u.attempt_id AND l.seq > u.after
  ORDER BY l.seq
) l
ORDER BY u.place, l.seq`,
};
