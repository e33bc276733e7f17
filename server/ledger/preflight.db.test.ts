import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmptyDatabase, databaseUrlOf, type TestDatabase } from '../test/database.ts';
import { checkDatabase } from './preflight.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createEmptyDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

it('[OPS-1, OPS-2] the embedded PostgreSQL has nothing against it', async () => {
  expect(await checkDatabase(database.url)).toEqual([]);
});

it('[OPS-2] a database set to commit asynchronously is refused', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await client.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  const problems = await checkDatabase(database.url);
  expect(problems).toMatchObject([{ code: 'not-durable' }]);
  expect(problems[0]?.message).toContain('synchronous_commit = off');
});

describe('[OPS-3] a database', () => {
  it('in another encoding is refused', async () => {
    const name = `latin_${randomUUID().replaceAll('-', '')}`;
    await client.query(
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'`,
    );
    try {
      expect(await checkDatabase(databaseUrlOf(database.url, name))).toMatchObject([{ code: 'not-utf8' }]);
    } finally {
      await client.query(`DROP DATABASE ${name}`);
    }
  });

  it.each([
    ['where nobody listens', (url: URL) => Object.assign(url, { port: '1' })],
    ['that does not exist', (url: URL) => Object.assign(url, { pathname: '/nowhere' })],
    ['with another password', (url: URL) => Object.assign(url, { password: 'an-old-password' })],
  ])('%s is refused without telling the password', async (_, change) => {
    const url = change(new URL(database.url));
    const [problem] = await checkDatabase(url.href);
    expect(problem?.code).toBe('unreachable');
    expect(problem?.message).toContain(url.host);
    expect(problem?.message).not.toContain(url.password);
  });
});
