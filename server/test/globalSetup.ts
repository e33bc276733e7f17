import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../main/embeddedPostgres.ts';
import { databaseUrlOf, templateName } from './database.ts';

const run = promisify(execFile);
const migrateTemplate = fileURLToPath(new URL('./migrateTemplate.ts', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this run, by its maintenance database. */
    postgresUrl: string;
  }
}

/**
 * One PostgreSQL for the whole run, set up like the product's own, in a temporary folder. It holds a migrated
 * template, which createTestDatabase copies.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), `pariksha-test-${process.pid}-`));
  const postgres = await startEmbedded({
    dataDir,
    settings: { shared_buffers: '128MB', max_connections: '200' },
  });
  const tearDown = async (): Promise<void> => {
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  };
  try {
    await makeTemplate(postgres.url);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('postgresUrl', databaseUrlOf(postgres.url, 'postgres'));
  return tearDown;
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrlOf(url, 'postgres') });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${templateName}`);
    // Two projects may set up in one process, each with modules of its own.
    await run(process.execPath, [migrateTemplate, databaseUrlOf(url, templateName)]);
    await admin.query(`ALTER DATABASE ${templateName} WITH ALLOW_CONNECTIONS false`);
  } finally {
    await admin.end();
  }
}

/** A run that was killed leaves its PostgreSQL running: the next run stops it and removes its folder. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const runner = /^pariksha-test-(\d+)-/.exec(name)?.[1];
    if (runner === undefined || isAlive(Number(runner))) continue;
    const dataDir = join(tmpdir(), name);
    if (await exists(join(dataDir, 'postgres', 'postmaster.pid'))) await stopAbandoned(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Taking it over is the way to stop it that does not depend on whose it was. */
async function stopAbandoned(dataDir: string): Promise<void> {
  const postgres = await startEmbedded({ dataDir }).catch(() => null);
  await postgres?.stop();
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
