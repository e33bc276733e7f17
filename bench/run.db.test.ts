import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../server/config/config.ts';
import { Lane } from '../server/ledger/lane.ts';
import { benchLender } from '../server/main/benchLender.ts';
import { type Node, startNode } from '../server/main/node.ts';
import { createTestDatabase, type TestDatabase } from '../server/test/database.ts';
import { bench } from './cli.ts';
import type { Lender } from './lender.ts';
import type { Report } from './report/report.ts';
import { createPeople, enrol } from './server/people.ts';

const masterKey = Buffer.alloc(32, 5);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder = '';
let database: TestDatabase;
const said = { out: '', err: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-test-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** The product's, but with a database of this test run. */
const lender: Lender = {
  ...benchLender,
  startDatabase: async () => ({
    url: database.url,
    masterKey,
    pid: process.pid,
    stop: async () => undefined,
  }),
};

const play = (...argv: readonly string[]) => playWith(lender, ...argv);

async function playWith(
  lent: Lender,
  ...argv: readonly string[]
): Promise<{ code: number; report: Report | null }> {
  said.out = '';
  said.err = '';
  const hear = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
    said[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(hear('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(hear('err')),
  ];
  const json = join(folder, 'report.json');
  await rm(json, { force: true });
  const code = await bench([...argv, '--no-floor', '--json', json], lent);
  for (const spy of spies) spy.mockRestore();
  const text = await readFile(json, 'utf8').catch(() => 'null');
  return { code, report: JSON.parse(text) };
}

const leftovers = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`pariksha-bench-${process.pid}-`));

const benchProgram = fileURLToPath(new URL('../server/main/bench.ts', import.meta.url));

function saying(stream: Readable, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let all = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    all += more;
    if (all.includes(text)) resolve();
  });
  stream.once('end', () => reject(new Error(all)));
  return promise;
}

/** Of two nodes, of Redis and of PostgreSQL. */
async function portsIn(runFolder: string): Promise<readonly number[]> {
  const found = async (path: string, port: RegExp) => {
    const text = await readFile(join(runFolder, path), 'utf8');
    return Number(port.exec(text)![1]);
  };
  return [
    await found('node-0/log', /localhost:(\d+)/),
    await found('node-1/log', /localhost:(\d+)/),
    await found('redis/redis.conf', /^port (\d+)$/m),
    await found('database/postgres/postmaster.pid', /^(?:.*\n){3}(\d+)$/m),
  ];
}

/** Resolves when a connection to this port has come to its end. */
async function connectionClosed(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'close');
}

const noFault = { ackedButLost: 0, wrongValue: 0, sealedTwice: 0, acceptedLate: 0, chainBroken: 0 };

describe('a run on nodes of its own', () => {
  it('[BEN-3, BEN-4, BEN-13, BEN-18, BEN-28] starts them, plays the day, checks every answer and leaves nothing', async () => {
    const html = join(folder, 'report.html');
    const flags = '--candidates 60 --nodes 2 --seconds 3 --ramp 1 --rate 60'.split(' ');
    const { code, report } = await play('morning-slot', ...flags, '--report', html);
    expect(said.err).not.toContain('Error');
    expect(code).toBe(0);
    expect(report!.refusedByCode).toEqual({});
    expect(report).toMatchObject({ ...noFault, verified: true, violations: [], unfinished: 0 });
    expect(report!.attempts).toBe(60);
    expect(report!.ackedPerS).toBeGreaterThan(0);
    expect(report!.extra['started']).toBe(60);
    const fullHouseS = 3 - 1;
    expect(report!.seconds).toBeCloseTo(report!.extra['allInAfterS']! + fullHouseS, 2);
    expect(await readFile(html, 'utf8')).toContain('Every acknowledged answer is in the log');
    expect(await leftovers()).toEqual([]);
  });

  it('[BEN-40, BEN-13] lets proctors watch, and says how old what they see is', async () => {
    const flags = '--candidates 40 --viewers 6 --nodes 2 --seconds 4 --rate 40'.split(' ');
    const { code, report } = await play('proctor-fanout', ...flags);
    expect(code).toBe(0);
    expect(report!.refusedByCode).toEqual({});
    expect(report).toMatchObject({ ...noFault, unfinished: 0 });
    expect(report!.extra).toMatchObject({ viewers: 6, gaps: 0, lostRooms: 0 });
    expect(report!.extra['freshP99Ms']).toBeGreaterThan(0);
    expect(await leftovers()).toEqual([]);
  });

  it('[BEN-8, BEN-13] drains a deadline that is the same for all', async () => {
    const { code, report } = await play(
      'deadline-surge',
      ...'--candidates 30 --nodes 1 --seconds 2 --rate 30'.split(' '),
    );
    expect(said.err).not.toContain('Error');
    expect(code).toBe(0);
    expect(report).toMatchObject({ ...noFault, verified: true });
    expect(report!.extra).toHaveProperty('allSealedSecondsAfterDeadline');
  });

  it('[BEN-5, BEN-13] loses nothing when a node is killed', async () => {
    const flags = '--candidates 40 --nodes 2 --seconds 3 --rate 40'.split(' ');
    const { code, report } = await play('reconnect-storm', ...flags);
    expect(said.err).not.toContain('Error');
    expect(code).toBe(0);
    expect(report).toMatchObject({ ...noFault, verified: true, unfinished: 0 });
    expect(report!.extra['lostConnections']).toBe(20);
  });

  it('[BEN-16] has exit code 1 when a requirement is not met', async () => {
    const flags = '--candidates 10 --nodes 1 --seconds 1 --rate 10'.split(' ');
    const { code, report } = await play('autosave', ...flags, '--require', 'attempts>=11');
    expect(report).toMatchObject(noFault);
    expect(code).toBe(1);
  });

  it('[BEN-12] without a folder to keep its files in says so', async () => {
    vi.stubEnv('TMPDIR', join(folder, 'none'));
    expect((await play('autosave', '--candidates', '10')).code).toBe(2);
    expect(said.err).toContain(
      'There is no folder for the run; set TMPDIR to one that can be written to: ENOENT',
    );
    expect(said.err).not.toMatch(/^ +at /m);
  });

  it('[BEN-23] that is killed takes everything along that it has started', { timeout: 180_000 }, async () => {
    const own = await mkdtemp(join(tmpdir(), 'bench-killed-'));
    // PostgreSQL's account has to get through it.
    await chmod(own, 0o711);
    const argv = 'autosave --candidates 10 --nodes 2 --seconds 600 --rate 10 --no-floor'.split(' ');
    const killed = spawn(process.execPath, [benchProgram, ...argv], {
      env: { ...process.env, TMPDIR: own },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // Generators and the keeper of PostgreSQL write to it too: it is closed when the last of them has ended.
    const closed = once(killed, 'close');
    await saying(killed.stderr, 'saving 10 answers');
    const runFolder = join(own, (await readdir(own))[0]!);
    const ports = await portsIn(runFolder);
    const gone = ports.map(connectionClosed);
    killed.kill('SIGKILL');
    await Promise.all([closed, ...gone]);
    for (const port of ports)
      await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
    expect(await readdir(runFolder)).not.toContain('database');
    await rm(own, { recursive: true });
  });

  it('[BEN-29] that is interrupted while its nodes start does not wait for them', async () => {
    const interrupting = {
      ...lender,
      prepareNodes: async () => undefined,
      // No node ever says that it is there.
      nodeProgram: fileURLToPath(new URL('./test/silentServer.ts', import.meta.url)),
      async startRedis(redisFolder: string) {
        const redis = await lender.startRedis(redisFolder);
        setImmediate(() => process.emit('SIGINT'));
        return redis;
      },
    };
    const { code } = await playWith(interrupting, 'autosave', '--candidates', '10', '--nodes', '2');
    expect(code).toBe(130);
    expect(said.err).toMatch(/Interrupted\. Everything that was started is stopped\.\n$/);
    expect(await leftovers()).toEqual([]);
  });

  it('[BEN-13] that is interrupted stops everything', async () => {
    const running = play(
      'autosave',
      '--candidates',
      '10',
      '--nodes',
      '1',
      '--seconds',
      '600',
      '--rate',
      '10',
    );
    await vi.waitUntil(() => said.err.includes('saving 10 answers'), { timeout: 50_000 });
    process.emit('SIGINT');
    expect((await running).code).toBe(130);
    expect(await leftovers()).toEqual([]);
  });
});

describe('a run on a server of somebody else', () => {
  let node: Node;
  let url = '';

  beforeAll(async () => {
    const config = loadConfig({ PUBLIC_URL: 'https://exam.example' });
    node = await startNode({
      config: { ...config, http: { ...config.http, port: 0, host: '127.0.0.1', allowedOrigins: everywhere } },
      databaseUrl: database.url,
      masterKey,
      operator: silent,
      webFolder: null,
    });
    url = `http://127.0.0.1:${node.port}`;
  });
  afterAll(() => node.stop());

  /** The node's port is not known before it listens. */
  const everywhere: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

  const onTarget = () => {
    vi.stubEnv('PARIKSHA_MASTER_KEY', masterKey.toString('base64'));
    return ['--target', url, '--database-url', database.url];
  };
  const small = '--candidates 20 --seconds 2 --rate 100'.split(' ');

  it('[BEN-5, BEN-6] finds everything in order where it is', async () => {
    const { code, report } = await play('autosave', ...small, ...onTarget());
    expect(said.err).not.toContain('Error');
    expect(code).toBe(0);
    expect(report).toMatchObject({ ...noFault, verified: true, server: null });
  });

  it('[BEN-11] finds out one that acknowledges before it has committed', async () => {
    const honest = Lane.prototype.query;
    let statements = 0;
    vi.spyOn(Lane.prototype, 'query').mockImplementation(async function (this: Lane, statement, values) {
      if (statement.name !== 'append_frames') return honest.call(this, statement, values);
      statements += 1;
      // Now and then the node dies with what it has acknowledged.
      if (statements % 5 !== 0) await honest.call(this, statement, values);
      const [, , , , , , , , hashes] = values as string[][];
      return hashes!.map((hash) => ({ hash })) as never;
    });
    const { code, report } = await play('autosave', ...small, ...onTarget());
    expect(code).toBe(1);
    expect(report!.ackedButLost).toBeGreaterThan(0);
    expect(report!.violations[0]).toMatchObject({ fault: 'ackedButLost' });
    expect(said.out).toContain('was acknowledged and is not there');
  });

  it('[BEN-14] is UNVERIFIED without its database', async () => {
    const passwordHash = await benchLender.hashPassword('a password');
    const districts = Array.from({ length: 4 }, () => 'Pune');
    const people = await createPeople({ databaseUrl: database.url, runId: 'own', districts, passwordHash });
    const now = Date.now();
    const examId = await benchLender.publishExam(database.url, {
      title: 'Bench of somebody',
      clock: 'individual',
      durationMinutes: 60,
      graceSeconds: 5,
      opensAt: now - 60_000,
      lastEntryAt: now + 3_600_000,
      closesAt: now + 7_200_000,
      usernames: [people[0]!.username],
    });
    await enrol(database.url, examId, people);
    const file = join(folder, 'people.json');
    await writeFile(
      file,
      JSON.stringify(people.map(({ username }) => ({ username, password: 'a password' }))),
    );
    const flags = ['--target', url, '--people', file, '--exam', examId];
    const { code, report } = await play(
      'autosave',
      ...'--candidates 3 --seconds 1 --rate 10'.split(' '),
      ...flags,
    );
    expect(said.err).not.toContain('Error');
    expect(code).toBe(3);
    expect(report).toMatchObject({ verified: false });
    expect(said.out).toContain('UNVERIFIED');
    const tooMany = await play('autosave', '--candidates', '9', ...flags);
    expect(tooMany.code).toBe(2);
    expect(said.err).toContain('Say --candidates 3');
  });

  it('[BEN-12] that is not there, or is something else, is answered with a sentence', async () => {
    const away = await play('autosave', ...small, ...onTarget(), '--target', 'http://127.0.0.1:9');
    expect(away.code).toBe(2);
    expect(said.err).toContain('The target http://127.0.0.1:9 cannot be reached (');
    const elsewhere = new URL(database.url);
    elsewhere.pathname = '/no_such_database';
    const astray = await play(
      'autosave',
      ...small,
      ...onTarget(),
      '--database-url',
      elsewhere.href,
      '--i-know',
    );
    expect(astray.code).toBe(2);
    expect(said.err).toContain('The candidates cannot be made: database "no_such_database" does not exist\n');
    const withKey = onTarget();
    vi.stubEnv('PARIKSHA_MASTER_KEY', Buffer.alloc(32, 6).toString('base64'));
    const locked = await play('autosave', ...small, ...withKey);
    expect(locked.code).toBe(2);
    expect(said.err).not.toMatch(/^ +at /m);
    const notPeople = join(folder, 'nonsense.json');
    await writeFile(notPeople, '{');
    const nobody = await play('autosave', '--target', url, '--people', notPeople, '--exam', 'x');
    expect(nobody.code).toBe(2);
    expect(said.err).toContain('is no JSON list of {"username", "password"}.');
    const nonsense = await play('autosave', '--candidates', 'many');
    expect(nonsense.code).toBe(2);
    expect(said.err).toContain('--candidates takes a whole number from 1, and not "many".');
  });

  it('[BEN-15] that may be a real one is left alone, unless one knows', async () => {
    await createPeople({ databaseUrl: database.url, runId: 'x', districts: ['Pune'], passwordHash: '-' });
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`UPDATE user_account SET username = 'asha.jadhav' WHERE username = 'bench-x-000000'`);
    await client.end();
    const careful = await play('autosave', ...small, ...onTarget());
    expect(careful.code).toBe(2);
    expect(said.err).toContain("holds 1 people who are not the bench's own (asha.jadhav, for example)");
    const knowing = await play('autosave', ...small, ...onTarget(), '--i-know');
    expect(knowing.code).toBe(0);
  });
});
