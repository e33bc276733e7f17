import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../test/database.ts';
import { prismaDirectory, wholeSchema, withSchemaEngine } from './schemaEngine.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe('[OPS-9] schema.prisma and the migrations', () => {
  /** What Prisma cannot say; everything else must be the same. */
  const handwrittenTables = [
    'attempt_log_amravati',
    'attempt_log_konkan',
    'attempt_log_nagpur',
    'attempt_log_nashik',
    'attempt_log_pune',
    'attempt_log_sambhajinagar',
  ];
  const handwrittenIndexes = [
    'attempt_log_returned',
    'attempt_seal_due',
    'incident_unresolved_key',
    'job_ready',
    'job_running',
    'proctor_scope_once',
  ];

  it('make the same columns, keys, references and indexes', async () => {
    const modelled = await createEmptyDatabase();
    const other = new pg.Client({ connectionString: modelled.url });
    try {
      await other.connect();
      await other.query(await scriptOfSchema(modelled.url));
      expect(await describeDatabase(client)).toEqual(await describeDatabase(other));
    } finally {
      await other.end();
      await modelled.drop();
    }
  });

  it('differ by nothing handwritten that is not there', async () => {
    const tables = await column("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'");
    expect(tables.sort()).toEqual(handwrittenTables);
    const indexes = await column(
      `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname = ANY($1)`,
      [handwrittenIndexes],
    );
    expect(indexes.sort()).toEqual(handwrittenIndexes);
  });

  async function scriptOfSchema(url: string): Promise<string> {
    const content = await readFile(join(prismaDirectory, 'schema.prisma'), 'utf8');
    const difference = await withSchemaEngine(url, (engine) =>
      engine.diff({
        from: { tag: 'empty' },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
        script: true,
        exitCode: null,
        filters: wholeSchema,
      }),
    );
    return difference.stdout ?? '';
  }

  /** One line for every column, key, reference and index, sorted; whether a list may be NULL Prisma does not know. */
  async function describeDatabase(of: pg.Client): Promise<string[]> {
    const found = await of.query<{ line: string }>(
      `SELECT format('%s.%s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                concat_ws(' ', CASE WHEN a.attnotnull AND a.attndims = 0 THEN 'not null' END,
                               pg_get_expr(d.adbin, d.adrelid))) AS line
         FROM pg_attribute a
         JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
         LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname <> ALL ($1)
       UNION ALL
       SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace
          AND conrelid::regclass::text <> ALL ($1)
       UNION ALL
       SELECT replace(indexdef, ' ON ONLY ', ' ON ') FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> ALL ($1) AND indexname <> ALL ($2)
        ORDER BY line`,
      [[...handwrittenTables, '_prisma_migrations'], handwrittenIndexes],
    );
    return found.rows.map((row) => row.line);
  }
});

describe('[OPS-10] the districts of Maharashtra', () => {
  it('are 36 in six divisions', async () => {
    const divisions = await client.query(
      `SELECT r.id, r.name, count(*)::int AS districts FROM region r JOIN district d ON d.region_id = r.id
        GROUP BY r.id ORDER BY r.id`,
    );
    expect(divisions.rows).toEqual([
      { id: 1, name: 'Konkan', districts: 7 },
      { id: 2, name: 'Pune', districts: 5 },
      { id: 3, name: 'Nashik', districts: 5 },
      { id: 4, name: 'Chhatrapati Sambhajinagar', districts: 8 },
      { id: 5, name: 'Amravati', districts: 5 },
      { id: 6, name: 'Nagpur', districts: 6 },
    ]);
  });

  it('are found by new and by former names, each of which means one district', async () => {
    const names = await client.query<{ name: string; id: number }>(
      'SELECT lower(n) AS name, id FROM district, unnest(name || aliases) AS n',
    );
    const known = new Map(names.rows.map(({ name, id }) => [name, id]));
    expect(known.size).toBe(names.rows.length);
    expect(known.get('aurangabad')).toBe(known.get('chhatrapati sambhajinagar'));
    expect(known.get('osmanabad')).toBe(known.get('dharashiv'));
    expect(known.get('ahmednagar')).toBe(known.get('ahilyanagar'));
    expect(known.get('mumbai')).toBe(known.get('mumbai city'));
    expect(known.get('पुणे')).toBe(known.get('pune'));
  });
});

describe('the tables themselves', () => {
  const frame = {
    region_id: 1,
    attempt_id: randomUUID(),
    seq: 1,
    kind: 'opened',
    body: '{}',
    exam_seq: 0,
    received_at: 1_763_780_000_000,
    open: true,
    hash: randomBytes(32),
  };

  it('[LOG-41] keep a frame in the partition of its region and refuse an unknown region', async () => {
    for (const region_id of [1, 2, 3, 4, 5, 6]) await insertFrame({ ...frame, region_id });
    const places = await column(
      'SELECT DISTINCT tableoid::regclass::text FROM attempt_log WHERE attempt_id = $1',
      [frame.attempt_id],
    );
    expect(places).toHaveLength(6);
    await expect(insertFrame({ ...frame, region_id: 7 })).rejects.toMatchObject({ code: '23514' });
  });

  it.each([
    ['an unknown kind', { kind: 'changed' }],
    ['place 0', { seq: 0 }],
    ['a short hash', { hash: randomBytes(31) }],
    ['a negative exam place', { exam_seq: -1 }],
  ])('[LOG-42] refuse a frame with %s', async (_, wrong) => {
    await expect(insertFrame({ ...frame, attempt_id: randomUUID(), ...wrong })).rejects.toMatchObject({
      code: '23514',
    });
  });

  it.each([
    'attempt_log',
    'attempt_log_konkan',
    'attempt_log_pune',
    'attempt_log_nashik',
    'attempt_log_sambhajinagar',
    'attempt_log_amravati',
    'attempt_log_nagpur',
    'exam_log',
    'submission',
    'paper_content',
    'paper_key',
    'question_group',
    'question_version',
    'audit_event',
  ])('[LOG-40] refuse to change, remove or empty %s', async (table) => {
    const refused = { code: '23001' };
    const [first] = await column(
      `SELECT attname FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum = 1`,
    );
    await expect(client.query(`UPDATE ${table} SET ${first} = ${first}`)).rejects.toMatchObject(refused);
    await expect(client.query(`DELETE FROM ${table}`)).rejects.toMatchObject(refused);
    await expect(client.query(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject(refused);
  });

  it('[LOG-43] take a paper under the SHA-256 of its text only', async () => {
    const body = '{"title":{"mr":"चाचणी"}}';
    const hash = createHash('sha256').update(body).digest('hex');
    const insert = 'INSERT INTO paper_content (hash, body) VALUES ($1, $2)';
    await expect(client.query(insert, [hash, `${body} `])).rejects.toMatchObject({ code: '23514' });
    await client.query(insert, [hash, body]);
  });

  async function insertFrame(row: typeof frame): Promise<void> {
    const names = Object.keys(row);
    const places = names.map((_, i) => `$${i + 1}`);
    await client.query(`INSERT INTO attempt_log (${names}) VALUES (${places})`, Object.values(row));
  }
});

async function column(sql: string, values: unknown[] = []): Promise<string[]> {
  const found = await client.query({ text: sql, values, rowMode: 'array' });
  return found.rows.map(([value]) => String(value));
}
