import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { endAll, launch } from './processes/launch.ts';
import { makeSitters } from './sitters.ts';

let database: TestDatabase;
let folder: string;

afterEach(async () => {
  endAll();
  await database.drop();
  await rm(folder, { recursive: true });
});

it('[OPS-32, WIRE-19, WIRE-20] a node that gets SIGTERM under load ends by itself, and everything it acknowledged is there', async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), `pariksha-test-${process.pid}-drain-`));
  const masterKey = randomBytes(32);
  const issuer = 'https://exam.test';
  const sitters = await makeSitters({ databaseUrl: database.url, masterKey, issuer, candidates: 30 });
  const node = launch('serve', {
    DATABASE_URL: database.url,
    PARIKSHA_MASTER_KEY: masterKey.toString('base64'),
    PARIKSHA_DATA: folder,
    PUBLIC_URL: issuer,
    HOST: '127.0.0.1',
    PORT: '0',
  });
  const [, port] = await node.says(/is at http:\/\/localhost:(\d+)/);
  sitters.sitAt(`http://127.0.0.1:${port}`);
  await sitters.acknowledged(600);

  node.signal('SIGTERM');
  // By itself: nothing in a node ends the process after a SIGTERM, so a timer or a connection left would keep it.
  expect(await node.ended, node.printed()).toBe(0);
  expect(await sitters.leave()).toBeGreaterThanOrEqual(600);
  expect(await sitters.violations()).toEqual([]);
});
