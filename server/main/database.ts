import pg from 'pg';
import type { Config } from '../config/config.ts';
import { existingMasterKeyIn, masterKeyIn } from '../ledger/masterKeyFile.ts';
import { applyMigrations, MigrationError } from '../ledger/migrate.ts';
import { checkDatabase } from '../ledger/preflight.ts';
import { type EmbeddedOptions, startEmbedded } from './embeddedPostgres.ts';
import { explained } from './sentences.ts';
import { StartError } from './startError.ts';

export interface ReadyDatabase {
  readonly url: string;
  /** Opens the signing keys in this database. */
  readonly masterKey: Buffer;
  /** Whether it is this installation's own, in the data folder. */
  readonly embedded: boolean;
  /** Stops the embedded PostgreSQL unless another process uses it. */
  stop(): Promise<void>;
}

/**
 * The database this installation works with: the one the environment names, or the embedded one, started if need be;
 * found fit to keep answers, and brought to this program's schema. `settings` are for an embedded one that is started.
 * @throws StartError with a sentence for whoever starts the program.
 */
export async function openDatabase(
  config: Config,
  say: (line: string) => void,
  settings: EmbeddedOptions['settings'] = {},
): Promise<ReadyDatabase> {
  const located = await locate(config, say, settings);
  try {
    const problems = await checkDatabase(located.url);
    if (problems.length > 0) throw new StartError(problems.map((problem) => problem.message).join('\n'));
    await applyMigrations({ databaseUrl: located.url, log: say });
    return { ...located, masterKey: await masterKeyFor(located.url, config) };
  } catch (error) {
    await located.stop();
    const known = explained(error, config.data.folder);
    throw known instanceof MigrationError ? new StartError(known.message) : known;
  }
}

async function locate(
  { database, data }: Config,
  say: (line: string) => void,
  settings: NonNullable<EmbeddedOptions['settings']>,
): Promise<Omit<ReadyDatabase, 'masterKey'>> {
  if (database.url !== null) return { url: database.url, embedded: false, stop: async () => undefined };
  const postgres = await startEmbedded({ dataDir: data.folder, onRevival: say, settings });
  return { url: postgres.url, embedded: true, stop: () => postgres.stop() };
}

/** Keys are looked for before the file: whoever makes both makes the file first. */
async function masterKeyFor(databaseUrl: string, { data, security }: Config): Promise<Buffer> {
  if (security.masterKey !== null) return security.masterKey;
  return (await hasSigningKeys(databaseUrl)) ? existingMasterKeyIn(data.folder) : masterKeyIn(data.folder);
}

async function hasSigningKeys(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // The query that needs the connection says that it broke.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('SELECT 1 FROM signing_key LIMIT 1');
    return found.rowCount !== 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}
