import pg from 'pg';

/** Why a database cannot be used. The message is a sentence for whoever starts the server. */
export interface DatabaseProblem {
  readonly code: 'unreachable' | 'version-too-old' | 'read-only' | 'not-durable' | 'not-utf8';
  readonly message: string;
}

/** What a session of ours finds. */
export interface DatabaseFacts {
  /** As in `server_version_num`: 170002 is 17.2. */
  readonly version: number;
  readonly inRecovery: boolean;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
  readonly encoding: string;
}

/** `transaction_timeout` came with 17; without it a node cut off in mid-statement blocks the others for minutes. */
const oldestVersion = 170_000;

/** `local` and `remote_write` acknowledge before a synchronous standby has the commit on disk. */
const durableCommits = ['on', 'remote_apply'];

/** Connects once and says everything that stands against using this database; empty when nothing does. */
export async function checkDatabase(databaseUrl: string): Promise<readonly DatabaseProblem[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // A connection that breaks is reported by the query that needed it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return problemsOf(await readFacts(client));
  } catch (error) {
    return [unreachable(databaseUrl, error)];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The problems of a database with these facts. */
export function problemsOf(facts: DatabaseFacts): readonly DatabaseProblem[] {
  const problems: DatabaseProblem[] = [];
  if (facts.version < oldestVersion) {
    const version = `${Math.floor(facts.version / 10_000)}.${facts.version % 10_000}`;
    problems.push({
      code: 'version-too-old',
      message: `The database is PostgreSQL ${version}, and Pariksha needs 17 or newer. Upgrade it, or use another one.`,
    });
  }
  if (facts.inRecovery) {
    problems.push({
      code: 'read-only',
      message: 'The database is a standby, which takes no answers. Point DATABASE_URL to the primary.',
    });
  }
  if (facts.encoding !== 'UTF8') {
    problems.push({
      code: 'not-utf8',
      message: `The database is encoded in ${facts.encoding}, and answers are written in every script. Create it with ENCODING 'UTF8'.`,
    });
  }
  if (facts.fsync !== 'on') problems.push(notDurable('fsync', facts.fsync, 'on'));
  if (facts.fullPageWrites !== 'on')
    problems.push(notDurable('full_page_writes', facts.fullPageWrites, 'on'));
  if (!durableCommits.includes(facts.synchronousCommit)) {
    problems.push(notDurable('synchronous_commit', facts.synchronousCommit, durableCommits.join(' or ')));
  }
  return problems;
}

function notDurable(setting: string, value: string, wanted: string): DatabaseProblem {
  return {
    code: 'not-durable',
    message: `PostgreSQL runs with ${setting} = ${value}, so an acknowledged answer could be lost. Set ${setting} to ${wanted}.`,
  };
}

function unreachable(databaseUrl: string, error: unknown): DatabaseProblem {
  const { host, pathname } = new URL(databaseUrl);
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return {
    code: 'unreachable',
    message: `The database ${pathname.slice(1)} at ${host} cannot be used (${reason}). Start PostgreSQL there, or correct DATABASE_URL.`,
  };
}

async function readFacts(client: pg.Client): Promise<DatabaseFacts> {
  const result = await client.query<DatabaseFacts>(`
    SELECT current_setting('server_version_num')::int AS version,
           pg_is_in_recovery() AS "inRecovery",
           current_setting('fsync') AS fsync,
           current_setting('full_page_writes') AS "fullPageWrites",
           current_setting('synchronous_commit') AS "synchronousCommit",
           current_setting('server_encoding') AS encoding`);
  const [facts] = result.rows;
  if (facts === undefined) throw new Error('no settings returned');
  return facts;
}
