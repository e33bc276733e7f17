import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../server/config/config.ts';
import { Lane } from '../../server/ledger/lane.ts';
import { benchLender } from '../../server/main/benchLender.ts';
import { type Node, startNode } from '../../server/main/node.ts';
import { noFault, Player } from '../test/player.ts';
import { createPeople, enrol } from './people.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('a run on a server of somebody else', () => {
  let player: Player;
  let node: Node;
  let url = '';

  beforeAll(async () => {
    player = await Player.begin();
    const config = loadConfig({ PUBLIC_URL: 'https://exam.example' });
    node = await startNode({
      config: { ...config, http: { ...config.http, port: 0, host: '127.0.0.1', allowedOrigins: everywhere } },
      databaseUrl: player.database.url,
      masterKey: player.masterKey,
      operator: silent,
      webFolder: null,
    });
    url = `http://127.0.0.1:${node.port}`;
  });
  afterAll(async () => {
    await node.stop();
    await player.end();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  const play = (...argv: readonly string[]) => player.play(...argv);

  /** The node's port is not known before it listens. */
  const everywhere: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

  const onTarget = () => {
    vi.stubEnv('PARIKSHA_MASTER_KEY', player.masterKey.toString('base64'));
    return ['--target', url, '--database-url', player.database.url];
  };
  const small = '--candidates 20 --seconds 2 --rate 100'.split(' ');

  it('[BEN-5, BEN-6] finds everything in order where it is', async () => {
    const { code, report } = await play('autosave', ...small, ...onTarget());
    expect(player.said.err).not.toContain('Error');
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
    expect(player.said.out).toContain('was acknowledged and is not there');
  });

  it('[BEN-14] is UNVERIFIED without its database', async () => {
    const passwordHash = await benchLender.hashPassword('a password');
    const districts = Array.from({ length: 4 }, () => 'Pune');
    const people = await createPeople({
      databaseUrl: player.database.url,
      runId: 'own',
      districts,
      passwordHash,
    });
    const now = Date.now();
    const examId = await benchLender.publishExam(player.database.url, {
      title: 'Bench of somebody',
      clock: 'individual',
      durationMinutes: 60,
      graceSeconds: 5,
      opensAt: now - 60_000,
      lastEntryAt: now + 3_600_000,
      closesAt: now + 7_200_000,
      usernames: [people[0]!.username],
    });
    await enrol(player.database.url, examId, people);
    const file = join(player.folder, 'people.json');
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
    expect(player.said.err).not.toContain('Error');
    expect(code).toBe(3);
    expect(report).toMatchObject({ verified: false });
    expect(player.said.out).toContain('UNVERIFIED');
    const tooMany = await play('autosave', '--candidates', '9', ...flags);
    expect(tooMany.code).toBe(2);
    expect(player.said.err).toContain('Say --candidates 3');
  });

  it('[BEN-12] that is not there, or is something else, is answered with a sentence', async () => {
    const away = await play('autosave', ...small, ...onTarget(), '--target', 'http://127.0.0.1:9');
    expect(away.code).toBe(2);
    expect(player.said.err).toContain('The target http://127.0.0.1:9 cannot be reached (');
    const elsewhere = new URL(player.database.url);
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
    expect(player.said.err).toContain(
      'The candidates cannot be made: database "no_such_database" does not exist\n',
    );
    const withKey = onTarget();
    vi.stubEnv('PARIKSHA_MASTER_KEY', Buffer.alloc(32, 6).toString('base64'));
    const locked = await play('autosave', ...small, ...withKey);
    expect(locked.code).toBe(2);
    expect(player.said.err).not.toMatch(/^ +at /m);
    const notPeople = join(player.folder, 'nonsense.json');
    await writeFile(notPeople, '{');
    const nobody = await play('autosave', '--target', url, '--people', notPeople, '--exam', 'x');
    expect(nobody.code).toBe(2);
    expect(player.said.err).toContain('is no JSON list of {"username", "password"}.');
    const nonsense = await play('autosave', '--candidates', 'many');
    expect(nonsense.code).toBe(2);
    expect(player.said.err).toContain('--candidates takes a whole number from 1, and not "many".');
  });

  it('[BEN-15] that may be a real one is left alone, unless one knows', async () => {
    await createPeople({
      databaseUrl: player.database.url,
      runId: 'x',
      districts: ['Pune'],
      passwordHash: '-',
    });
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: player.database.url });
    await client.connect();
    await client.query(`UPDATE user_account SET username = 'asha.jadhav' WHERE username = 'bench-x-000000'`);
    await client.end();
    const careful = await play('autosave', ...small, ...onTarget());
    expect(careful.code).toBe(2);
    expect(player.said.err).toContain(
      "holds 1 people who are not the bench's own (asha.jadhav, for example)",
    );
    const knowing = await play('autosave', ...small, ...onTarget(), '--i-know');
    expect(knowing.code).toBe(0);
  });
});
