import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A candidate of the bench's own making, enrolled and signed in. */
export interface BenchPerson {
  readonly userId: string;
  readonly sessionId: string;
  readonly username: string;
}

export interface PeopleOptions {
  readonly databaseUrl: string;
  /** Of this run; user names begin with it. */
  readonly runId: string;
  /** District of each candidate, by name. */
  readonly districts: readonly string[];
  readonly passwordHash: string;
}

/** User names of all candidates of all bench runs begin so. */
export const benchPrefix = 'bench-';

const rowsPerStatement = 5_000;
const sessionHours = 24;

/** Accounts and sign-ins for candidates, one for each district named, a few thousand in a statement. */
export async function createPeople(options: PeopleOptions): Promise<readonly BenchPerson[]> {
  const { databaseUrl, runId, districts, passwordHash } = options;
  const people = districts.map((_, index) => ({
    userId: randomUUID(),
    sessionId: randomUUID(),
    username: `${benchPrefix}${runId}-${String(index).padStart(6, '0')}`,
  }));
  await withClient(databaseUrl, async (client) => {
    for (let from = 0; from < people.length; from += rowsPerStatement) {
      const some = people.slice(from, from + rowsPerStatement);
      await client.query(
        `INSERT INTO user_account (id, username, display_name, password_hash, role, district_id)
         SELECT u.id, u.username, u.username, $3, 'candidate', d.id
         FROM unnest($1::uuid[], $2::text[], $4::text[]) AS u(id, username, district)
         JOIN district d ON d.name = u.district`,
        [
          some.map(({ userId }) => userId),
          some.map(({ username }) => username),
          passwordHash,
          districts.slice(from, from + rowsPerStatement),
        ],
      );
      await client.query(
        `INSERT INTO session (id, user_id, secret_hash, expires_at)
         SELECT s.id, s.user_id, sha256(convert_to(s.id::text, 'UTF8')), now() + make_interval(hours => $3)
         FROM unnest($1::uuid[], $2::uuid[]) AS s(id, user_id)`,
        [some.map(({ sessionId }) => sessionId), some.map(({ userId }) => userId), sessionHours],
      );
    }
  });
  return people;
}

/** Seats in the exam for those who have none yet. The planner then knows how large the tables are. */
export async function enrol(
  databaseUrl: string,
  examId: string,
  people: readonly BenchPerson[],
): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    for (let from = 0; from < people.length; from += rowsPerStatement) {
      const some = people.slice(from, from + rowsPerStatement);
      await client.query(
        `INSERT INTO enrolment (exam_id, candidate_id, roll_number)
         SELECT $1, u.id, u.username FROM unnest($2::uuid[], $3::text[]) AS u(id, username)
         ON CONFLICT DO NOTHING`,
        [examId, some.map(({ userId }) => userId), some.map(({ username }) => username)],
      );
    }
    await client.query('ANALYZE user_account, session, enrolment');
  });
}

export async function withClient<T>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'pariksha-bench' });
  // Whoever queries a connection that is lost hears of it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
