import type { Config } from '../config/config.ts';
import { masterKeyIn } from '../ledger/masterKeyFile.ts';
import { applyMigrations, MigrationError } from '../ledger/migrate.ts';
import { checkDatabase } from '../ledger/preflight.ts';
import { startEmbedded } from './embeddedPostgres.ts';
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
 * found fit to keep answers, and brought to this program's schema.
 * @throws StartError with a sentence for whoever starts the program.
 */
export async function openDatabase(config: Config, say: (line: string) => void): Promise<ReadyDatabase> {
  const database = await locate(config);
  try {
    const problems = await checkDatabase(database.url);
    if (problems.length > 0) throw new StartError(problems.map((problem) => problem.message).join('\n'));
    await applyMigrations({ databaseUrl: database.url, log: say });
    return database;
  } catch (error) {
    await database.stop();
    throw error instanceof MigrationError ? new StartError(error.message) : error;
  }
}

async function locate({ database, data, security }: Config): Promise<ReadyDatabase> {
  if (database.url !== null) {
    const masterKey = security.masterKey ?? (await masterKeyIn(data.folder));
    return { url: database.url, masterKey, embedded: false, stop: async () => undefined };
  }
  const postgres = await startEmbedded({ dataDir: data.folder });
  const masterKey = security.masterKey ?? (await masterKeyIn(data.folder));
  return { url: postgres.url, masterKey, embedded: true, stop: () => postgres.stop() };
}
