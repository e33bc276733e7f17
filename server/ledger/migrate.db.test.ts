import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase, type TestDatabase } from '../test/database.ts';
import { applyMigrations, MigrationError } from './migrate.ts';
import { engineApplicationName, prismaDirectory } from './schemaEngine.ts';

const silent = (): void => undefined;

let database: TestDatabase;
let client: pg.Client;
let directory: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  directory = await mkdtemp(join(tmpdir(), 'migrations-'));
  await writeFile(join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n');
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(directory, { recursive: true });
});

describe("the product's own migrations", () => {
  it('[OPS-4] apply once and in order, and stand in the books as Prisma writes them', async () => {
    const applied = await applyMigrations({ databaseUrl: database.url, log: silent });
    const folder = join(prismaDirectory, 'migrations');
    const names = (await readdir(folder)).filter((name) => !name.endsWith('.toml')).sort();
    expect(applied).toEqual(names);

    const books = await client.query(
      'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY started_at',
    );
    const checksums = await Promise.all(
      names.map(async (name) => {
        const script = await readFile(join(folder, name, 'migration.sql'));
        return createHash('sha256').update(script).digest('hex');
      }),
    );
    expect(books.rows).toEqual(
      names.map((migration_name, i) => ({ migration_name, checksum: checksums[i], finished: true })),
    );
    expect(await applyMigrations({ databaseUrl: database.url, log: silent })).toEqual([]);
  });

  it('[OPS-5] are applied by one of several nodes that start together', async () => {
    const applied = await Promise.all(
      [1, 2, 3].map(() => applyMigrations({ databaseUrl: database.url, log: silent })),
    );
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  });
});

describe('a migration', () => {
  it('[OPS-6] that fails leaves nothing, and stops every start until a person has dealt with it', async () => {
    await write('1_broken', 'CREATE TABLE thing (id int); SELECT 1 / 0;');
    await expect(migrate()).rejects.toThrow(/division by zero/);
    expect(await exists('thing')).toBe(false);
    await expect(migrate()).rejects.toThrow(MigrationError);
    await expect(migrate()).rejects.toThrow(/1_broken failed at an earlier start/);

    await write('1_broken', 'CREATE TABLE thing (id int);');
    await client.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL');
    expect(await migrate()).toEqual(['1_broken']);
  });

  it('[OPS-7] whose process was killed in the middle begins anew', async () => {
    await write('1_slow', 'CREATE TABLE thing (id int); SELECT pg_advisory_xact_lock(1); SELECT 2;');
    await client.query('SELECT pg_advisory_lock(1)');
    const node = startMigrating();
    const abandoned = await sessionAtLock();
    const gone = once(node, 'exit');
    node.kill('SIGKILL');
    await gone;

    const again = migrate();
    await sessionAtLock(abandoned);
    await client.query('SELECT pg_advisory_unlock(1)');
    expect(await again).toEqual(['1_slow']);
    expect(await exists('thing')).toBe(true);
  });

  it('[OPS-7] that was committed just before its process was killed is done', async () => {
    await write('1_first', 'CREATE TABLE thing (id int);');
    await write('2_second', 'CREATE TABLE other (id int); SELECT pg_advisory_xact_lock(1);');
    await client.query('SELECT pg_advisory_lock(1)');
    const node = startMigrating();
    await sessionAtLock();
    node.kill('SIGSTOP');
    await client.query('SELECT pg_advisory_unlock(1)');
    while (!(await exists('other')));
    const gone = once(node, 'exit');
    node.kill('SIGKILL');
    await gone;

    expect(await migrate()).toEqual([]);
  });

  it('[OPS-8] whose file was changed after it had been applied is refused', async () => {
    await write('1_first', 'CREATE TABLE thing (id int);');
    await migrate();
    await write('1_first', 'CREATE TABLE thing (id bigint);');
    await expect(migrate()).rejects.toThrow(/1_first was changed after/);
  });

  it('[OPS-4] that this version does not know is left alone and mentioned', async () => {
    await write('1_first', 'CREATE TABLE thing (id int);');
    await write('2_newer', 'CREATE TABLE other (id int);');
    await migrate();
    await rm(join(directory, '2_newer'), { recursive: true });
    const said: string[] = [];
    expect(await migrate((message) => said.push(message))).toEqual([]);
    expect(said).toEqual(['the database has migrations that this version does not know: 2_newer']);
  });
});

async function write(name: string, script: string): Promise<void> {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'migration.sql'), script);
}

function migrate(log: (message: string) => void = silent): Promise<readonly string[]> {
  return applyMigrations({ databaseUrl: database.url, log, directory });
}

/** The same in a process of its own, which can be killed. */
function startMigrating() {
  const program = `
    const { applyMigrations } = await import(${JSON.stringify(new URL('migrate.ts', import.meta.url).href)});
    await applyMigrations({ ...${JSON.stringify({ databaseUrl: database.url, directory })}, log() {} });`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
}

/** Waits until a session of the engine, other than `known`, stands at an advisory lock. */
async function sessionAtLock(known = 0): Promise<number> {
  for (;;) {
    const found = await client.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1
          AND wait_event = 'advisory' AND pid <> $2`,
      [engineApplicationName, known],
    );
    if (found.rows.length > 0) return found.rows[0].pid;
  }
}

async function exists(table: string): Promise<boolean> {
  const found = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return found.rows[0]?.there === true;
}
