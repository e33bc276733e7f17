import { randomUUID } from 'node:crypto';
import { benchPrefix, withClient } from './people.ts';

/**
 * Members of the exam office who sign in with the password of the bench's candidates; returns their user names. One person
 * may have only a few pages open, so there are several.
 */
export async function createProctors(
  databaseUrl: string,
  examId: string,
  count: number,
): Promise<readonly string[]> {
  const usernames = Array.from({ length: count }, () => `${benchPrefix}proctor-${randomUUID()}`);
  await withClient(databaseUrl, (client) =>
    client.query(
      `INSERT INTO user_account (id, username, display_name, password_hash, role)
       SELECT gen_random_uuid(), name, name, one.password_hash, 'admin'
       FROM unnest($1::text[]) AS name, (
         SELECT u.password_hash FROM enrolment e JOIN user_account u ON u.id = e.candidate_id
         WHERE e.exam_id = $2 LIMIT 1
       ) AS one`,
      [usernames, examId],
    ),
  );
  return usernames;
}

/** The districts in which somebody sits the exam, the largest first. */
export async function districtsOf(databaseUrl: string, examId: string): Promise<readonly number[]> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ district_id: number }>(
      `SELECT u.district_id::int FROM enrolment e JOIN user_account u ON u.id = e.candidate_id
       WHERE e.exam_id = $1 AND u.district_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1`,
      [examId],
    ),
  );
  return rows.map(({ district_id }) => district_id);
}
