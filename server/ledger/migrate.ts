import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import {
  engineApplicationName,
  prismaDirectory,
  type SchemaEngine,
  wholeSchema,
  withSchemaEngine,
} from './schemaEngine.ts';

/** Held while migrations run, so that nodes that start together take turns. */
const migrationLock = 7_266_542;

/** The database cannot be brought to this program's schema. The message says why and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export interface MigrateOptions {
  readonly databaseUrl: string;
  /** Told what happens, one plain sentence at a time. */
  readonly log: (message: string) => void;
  /** Where the migrations are; the repository's own when absent. */
  readonly directory?: string;
}

/**
 * Brings the database to this program's schema and returns the names of the migrations it applied, in order. Works
 * offline and keeps Prisma's own books (`_prisma_migrations`). Any number of nodes may call it at once: one works,
 * the others wait. Throws {@link MigrationError} when an earlier migration failed half-way, or has been edited since.
 */
export async function applyMigrations(options: MigrateOptions): Promise<readonly string[]> {
  const { databaseUrl, log } = options;
  const migrationsList = await readMigrations(options.directory ?? join(prismaDirectory, 'migrations'));
  const work = async (engine: SchemaEngine) => {
    await checkHistory(engine, migrationsList, log);
    const applied = await engine.applyMigrations({ migrationsList, filters: wholeSchema }).catch(explain);
    for (const name of applied.appliedMigrationNames) log(`migration ${name} applied`);
    return applied.appliedMigrationNames;
  };
  return await withMigrationLock(databaseUrl, log, async (client) => {
    await endAbandoned(client);
    await forgetInterrupted(client, log);
    return await withSchemaEngine(databaseUrl, work, finishWithin(migrationsList));
  });
}

/** The migrations of a folder as the schema engine wants them, oldest first. */
export async function readMigrations(baseDir: string): Promise<MigrationList> {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok',
            value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8'),
          } as const,
        },
      })),
    ),
  };
}

/**
 * Ends each migration's script with the note that it is finished, so that both are one transaction: a process killed
 * at any instant leaves a migration either complete and noted or not begun.
 */
function finishWithin(migrations: MigrationList): (script: string) => string {
  const scripts = new Set(
    migrations.migrationDirectories.map(({ migrationFile }) => migrationFile.content.value),
  );
  const finish =
    'UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL';
  return (script) => (scripts.has(script) ? `${script}\n;${finish}` : script);
}

/**
 * PostgreSQL goes on with a script whose process was killed until it wants to answer. Whoever holds the migration lock
 * is alone, so any other session of the engine is such a one.
 */
async function endAbandoned(client: pg.Client): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = $1`,
    [engineApplicationName],
  );
}

/** A migration that was begun and has neither finished nor failed was cut off, and nothing of it was kept. */
async function forgetInterrupted(client: pg.Client, log: (message: string) => void): Promise<void> {
  const books = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exist");
  if (books.rows[0]?.exist !== true) return;
  const interrupted = await client.query<{ migration_name: string }>(
    `UPDATE _prisma_migrations SET rolled_back_at = now()
      WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs IS NULL RETURNING migration_name`,
  );
  for (const { migration_name } of interrupted.rows) {
    log(`migration ${migration_name} was interrupted at an earlier start and begins anew`);
  }
}

async function checkHistory(
  engine: SchemaEngine,
  migrationsList: MigrationList,
  log: (message: string) => void,
): Promise<void> {
  const found = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: wholeSchema,
  });
  const [failed] = found.failedMigrationNames;
  if (failed !== undefined) {
    throw new MigrationError(
      `The migration ${failed} failed at an earlier start (its error is in the column logs of _prisma_migrations). ` +
        'Remove the cause, set rolled_back_at = now() in its row there, and start again.',
    );
  }
  const [edited] = found.editedMigrationNames;
  if (edited !== undefined) {
    throw new MigrationError(
      `The migration ${edited} was changed after this database had applied it. ` +
        'Bring its file back as it was and put the change into a new migration.',
    );
  }
  if (found.history !== null && found.history.diagnostic !== 'databaseIsBehind') {
    log(
      `the database has migrations that this version does not know: ${found.history.unpersistedMigrationNames.join(', ')}`,
    );
  }
}

async function withMigrationLock<T>(
  databaseUrl: string,
  log: (message: string) => void,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'pariksha-migrate' });
  // The work has its own connections and reports for itself; losing this one only releases the lock.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const free = await client.query('SELECT pg_try_advisory_lock($1) AS taken', [migrationLock]);
    if (free.rows[0]?.taken !== true) {
      log('another node is migrating the database; waiting for it');
      await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    }
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explain(error: unknown): never {
  const [message] = (error instanceof Error ? error.message : String(error)).split('\n   0: ');
  throw new MigrationError(`A migration failed, and nothing of it was kept. ${message?.trim()}`, {
    cause: error,
  });
}
