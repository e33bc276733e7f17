import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { applyMigrations } from '../ledger/migrate.ts';
import { startEmbedded } from '../main/embeddedPostgres.ts';
import { databaseUrlOf, templateName } from './database.ts';

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
    await applyMigrations({ databaseUrl: databaseUrlOf(url, templateName), log: () => undefined });
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
