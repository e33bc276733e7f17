import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDatabase } from '../ledger/preflight.ts';
import { type EmbeddedPostgres, startEmbedded } from './embeddedPostgres.ts';
import { StartError } from './startError.ts';

/** Has mode 0700: as root, the account that runs PostgreSQL cannot reach what is in it by its path. */
let dataDir: string;
let started: EmbeddedPostgres[];

beforeEach(async () => {
  // Named so that the next run cleans up when this one is killed.
  dataDir = await mkdtemp(join(tmpdir(), `pariksha-test-${process.pid}-`));
  started = [];
});

afterEach(async () => {
  for (const postgres of started) await postgres.stop();
  await rm(dataDir, { recursive: true });
});

describe('the embedded PostgreSQL', () => {
  it('[OPS-12] listens on 127.0.0.1 only and asks for a password that only its owner can read', async () => {
    const postgres = await start();
    const settings = await query(
      postgres.url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories') ORDER BY 1`,
    );
    expect(settings).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    const guess = Object.assign(new URL(postgres.url), { password: 'postgres' });
    await expect(query(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const secret = await stat(join(dataDir, 'postgres', 'pariksha.password'));
    expect(secret.mode & 0o777).toBe(0o600);
  });

  it('[OPS-15] works in a folder that no other account can reach, in UTF-8 and without a locale', async () => {
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    const postgres = await start();
    expect(
      await query(
        postgres.url,
        "SELECT lower('ÉTUDE') AS lowered, current_setting('server_encoding') AS encoding",
      ),
    ).toEqual([{ lowered: 'étude', encoding: 'UTF8' }]);
  });

  it('[OPS-13] is found again after the server, then PostgreSQL too, and then its number was lost', async () => {
    const killed = await startInKilledProcess();
    const adopted = await start();
    expect(adopted).toMatchObject({ adopted: true, pid: killed });
    await query(adopted.url, 'CREATE TABLE kept AS SELECT 1 AS one');

    process.kill(adopted.pid, 'SIGKILL');
    const recovered = await start();
    expect(recovered.adopted).toBe(false);
    expect(await query(recovered.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);

    await recovered.stop();
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(pidFile, `${process.pid}\n${dataDir}\n1\n1\n`);
    const restarted = await start();
    expect(await query(restarted.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('[OPS-14] starts where an earlier start was killed while it made the data folder', async () => {
    await mkdir(join(dataDir, `postgres.new-${await pidOfNobody()}`, 'base'), { recursive: true });
    await mkdir(join(dataDir, 'postgres'));
    await start();
    expect(await readdir(dataDir)).toEqual(['postgres']);
  });

  it('[OPS-16] is stopped by the last process that uses it', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, url: first.url });
    await first.stop();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
    await expect(query(second.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('[OPS-16] is kept by a user whose share in it was lost when PostgreSQL recovered', async () => {
    const server = await start({ onRevival: () => undefined });
    await killOneBackend(server.url);
    const tool = await start();
    const seat = new pg.Client({ connectionString: server.url, application_name: 'pariksha-ledger' });
    await seat.connect();
    await tool.stop();
    expect((await seat.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await seat.end();
    await server.stop();
    await expect(query(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('[OPS-19] is launched again on the same port when it was killed under a process that uses it', async () => {
    const said = Promise.withResolvers<string>();
    const server = await start({
      onRevival: (sentence) => {
        if (sentence.includes('was started again')) said.resolve(sentence);
      },
    });
    const { pid, url } = server;
    process.kill(pid, 'SIGKILL');
    expect(await said.promise).toContain(`(process ${pid})`);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('[OPS-19] stays down when it is killed and then given up', async () => {
    const server = await start({ onRevival: () => undefined });
    process.kill(server.pid, 'SIGKILL');
    await server.stop();
    await expect(query(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('[OPS-2] is itself refused when it is set to forget', async () => {
    const postgres = await start({ settings: { fsync: 'off', full_page_writes: 'off' } });
    const problems = await checkDatabase(postgres.url);
    expect(problems.map((problem) => problem.code)).toEqual(['not-durable', 'not-durable']);
  });
});

describe('[OPS-17] a data folder', () => {
  it('that cannot be written gives one sentence', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, 'where a folder should be');
    await expectRefusal(/cannot be written/, { dataDir: file });
  });

  it('that is incomplete gives one sentence and is left as it was', async () => {
    await mkdir(join(dataDir, 'postgres', 'base'), { recursive: true });
    await expectRefusal(/not a complete PostgreSQL data folder/);
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['base']);
  });

  it('of another version gives one sentence and is left as it was', async () => {
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    await expectRefusal(/made by PostgreSQL 17, and this is 18/);
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['PG_VERSION']);
  });

  it('that is damaged gives one sentence with what PostgreSQL says', async () => {
    await (await start()).stop();
    const control = join(dataDir, 'postgres', 'global', 'pg_control');
    const whole = await readFile(control);
    await truncate(control, 100);
    await expectRefusal(/does not start .*: could not read file "global\/pg_control"/);
    await writeFile(control, whole);
    await rm(join(dataDir, 'postgres', 'pariksha.password'));
    await expectRefusal(/pariksha\.password is missing/);
  });
});

describe('[OPS-17] a start that fails leaves no PostgreSQL', () => {
  it('when the password is not the one of the database', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'postgres', 'pariksha.password'), 'another');
    await expectRefusal(/does not accept the password in .*pariksha\.password/);
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid');
  });

  it('when a file of the database is damaged', async () => {
    const postgres = await start();
    const found = await query(postgres.url, "SELECT pg_relation_filepath('pg_class') AS file");
    const [{ file }] = found as [{ file: string }];
    await postgres.stop();
    await writeFile(join(dataDir, 'postgres', file), Buffer.alloc(8192 * 20, 7));
    await expectRefusal(/database in the data folder .* is damaged/);
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid');
  });
});

describe('[OPS-18] the port', () => {
  it('asked for and taken gives one sentence, and otherwise is kept while it stays free', async () => {
    const first = await start();
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    await second.stop();

    const port = Number(new URL(first.url).port);
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    await expectRefusal(new RegExp(`Port ${port} for PostgreSQL is taken`), { port });
    const third = await start();
    expect(new URL(third.url).port).not.toBe(String(port));
    squatter.close();
  });
});

async function start(
  options: Omit<Parameters<typeof startEmbedded>[0], 'dataDir'> = {},
): Promise<EmbeddedPostgres> {
  const { settings, ...rest } = options;
  const postgres = await startEmbedded({
    dataDir,
    settings: { shared_buffers: '16MB', ...settings },
    ...rest,
  });
  started.push(postgres);
  return postgres;
}

async function expectRefusal(
  sentence: RegExp,
  options: Partial<Parameters<typeof startEmbedded>[0]> = {},
): Promise<void> {
  const refusal = await startEmbedded({ dataDir, ...options }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartError);
  expect(String(refusal)).toMatch(sentence);
  expect(String(refusal)).not.toContain('\n');
}

/** Starts it in a process that kills itself at once, and gives the number of the PostgreSQL that it leaves. */
async function startInKilledProcess(): Promise<number> {
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('embeddedPostgres.ts', import.meta.url).href)});
    const { pid } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    process.stdout.write(String(pid), () => process.kill(process.pid, 'SIGKILL'));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  return Number(output);
}

/** PostgreSQL then drops every connection and recovers. */
async function killOneBackend(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    client.once('end', () => resolve());
  });
  await client.connect();
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  process.kill(Number(rows[0].pid), 'SIGKILL');
  await ended;
}

/** The number of a process that has ended. */
async function pidOfNobody(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
