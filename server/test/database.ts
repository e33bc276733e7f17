import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export const templateName = 'pariksha_template';

export interface TestDatabase {
  /** Connection string of a migrated database that belongs to the caller alone. */
  readonly url: string;
  /** Ends every connection to the database and removes it. */
  drop(): Promise<void>;
}

/**
 * A fresh database with the product's schema and districts, copied from the template in a fraction of a second.
 * Call it in `beforeAll` and `drop` in `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  return await createDatabase(templateName);
}

/** A fresh database with nothing in it: for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return await createDatabase('template1');
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: databaseUrlOf(inject('postgresUrl'), name),
    drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** The same server, another database. */
export function databaseUrlOf(url: string, name: string): string {
  const result = new URL(url);
  result.pathname = `/${name}`;
  return result.href;
}

async function administer(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
