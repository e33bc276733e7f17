import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { createPool, createPrisma } from './client.ts';
import { connectionConfig } from './connection.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

describe('[OPS-11] a connection of the hot path', () => {
  it('has a limit that PostgreSQL itself enforces, and probes for vanished peers', async () => {
    expect(await settingsOf(database.url)).toEqual({
      transaction_timeout: '2s',
      tcp_keepalives_idle: '10',
      tcp_keepalives_interval: '2',
      tcp_keepalives_count: '3',
    });
  });

  it("keeps its limits beside the options of the operator's connection string", async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c work_mem=7MB');
    expect(await settingsOf(url.href)).toMatchObject({ transaction_timeout: '2s' });
    const client = new pg.Client(connectionConfig(url.href, 'ledger'));
    await client.connect();
    expect((await client.query('SHOW work_mem')).rows).toEqual([{ work_mem: '7MB' }]);
    await client.end();
  });

  async function settingsOf(url: string): Promise<Record<string, string>> {
    const client = new pg.Client(connectionConfig(url, 'ledger'));
    await client.connect();
    const found = await client.query<{ name: string; value: string }>(
      `SELECT name, current_setting(name) AS value FROM pg_settings
        WHERE name IN ('transaction_timeout', 'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count')`,
    );
    await client.end();
    return Object.fromEntries(found.rows.map(({ name, value }) => [name, value]));
  }
});

it('[CON-29] what somebody waits for at a terminal may take minutes, on both sides of the connection', async () => {
  const limitsOf = async (purpose: 'catalogue' | 'office') => {
    const config = connectionConfig(database.url, purpose);
    const client = new pg.Client(config);
    await client.connect();
    const { rows } = await client.query('SHOW statement_timeout');
    await client.end();
    return { server: rows[0]?.statement_timeout, client: config.query_timeout };
  };
  expect(await limitsOf('catalogue')).toEqual({ server: '8s', client: 9_000 });
  expect(await limitsOf('office')).toEqual({ server: '10min', client: 610_000 });
});

it('[OPS-9] Prisma reads and writes the tables, and instants in a database of another time zone', async () => {
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(
    `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET timezone = 'Asia/Kolkata'`,
  );
  await owner.end();
  const pool = createPool({
    databaseUrl: database.url,
    maxConnections: 2,
    onConnectionError: (error) => expect.fail(error.message),
  });
  const prisma = createPrisma(pool);
  const at = new Date('2026-11-22T05:30:00.123Z');
  const { id } = await prisma.auditEvent.create({ data: { action: 'test', subject: 'clock', at } });
  expect(await prisma.auditEvent.findUnique({ where: { id } })).toMatchObject({ at });
  const written = await pool.query('SELECT extract(epoch FROM at) * 1000 AS ms FROM audit_event');
  expect(Number(written.rows[0]?.ms)).toBe(at.getTime());
  expect(await prisma.district.count()).toBe(36);
  await prisma.$disconnect();
  await pool.end();
});
