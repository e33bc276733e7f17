import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { importQuestions } from '../../../server/app/importQuestions.ts';
import { publishExam } from '../../../server/app/publishExam.ts';
import { createPool, createPrisma } from '../../../server/ledger/client.ts';
import { PostgresExamOffice } from '../../../server/ledger/examOffice.ts';
import type { PrismaClient } from '../../../server/ledger/generated/client.ts';
import { createPasswords } from '../../../server/ledger/passwords.ts';
import { PostgresQuestionBanks } from '../../../server/ledger/questionBanks.ts';
import { sha256 } from '../../../server/main/core.ts';
import { freePort } from '../../../server/main/freePort.ts';
import { seedDemo } from '../../../server/main/seedDemo.ts';
import { type Launched, watch } from '../../../server/test/processes/launch.ts';
import { DatabaseNews } from './databaseNews.ts';
import { type StoredAttempt, storedAttempt } from './storedAttempt.ts';

const main = fileURLToPath(new URL('../../../server/main/', import.meta.url));
const masterKey = Buffer.alloc(32, 11).toString('base64');

/**
 * A server in a process of its own, as `npm start` runs it, over a database that outlives it: it can be killed and
 * started again, on the same port, while browsers look on.
 */
export class ExamHall {
  readonly url: string;
  readonly prisma: PrismaClient;
  /** The built-in exam. */
  readonly demoExamId: string;
  readonly #passwords: ReadonlyMap<string, string>;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #folder: string;
  readonly #databaseUrl: string;
  readonly #closeDatabase: () => Promise<void>;
  #news: Promise<DatabaseNews> | null = null;
  #node: Launched | null = null;
  readonly #others: Launched[] = [];

  private constructor(
    parts: Pick<ExamHall, 'url' | 'prisma' | 'demoExamId'> & {
      passwords: ReadonlyMap<string, string>;
      environment: Readonly<Record<string, string | undefined>>;
      folder: string;
      databaseUrl: string;
      closeDatabase: () => Promise<void>;
    },
  ) {
    this.url = parts.url;
    this.prisma = parts.prisma;
    this.demoExamId = parts.demoExamId;
    this.#passwords = parts.passwords;
    this.#environment = parts.environment;
    this.#folder = parts.folder;
    this.#databaseUrl = parts.databaseUrl;
    this.#closeDatabase = parts.closeDatabase;
  }

  /**
   * Over a migrated, empty database: with the built-in exam and people, and the server running. `redisUrl`: where it meets
   * other servers. `settings`: further variables of the server's environment.
   */
  static async open(
    databaseUrl: string,
    redisUrl?: string,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<ExamHall> {
    const folder = await mkdtemp(join(tmpdir(), 'pariksha-hall-'));
    const pool = createPool({ databaseUrl, maxConnections: 4, onConnectionError: () => undefined });
    const prisma = createPrisma(pool);
    const passwords = createPasswords({ atOnce: 2, maxWaiting: 100 });
    const demo = await seedDemo({ prisma, passwords, dataFolder: folder, now: Date.now() });
    if (demo === null) throw new Error('The database is not empty.');
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const hall = new ExamHall({
      url,
      prisma,
      demoExamId: demo.examId,
      passwords: new Map(demo.signIns.map(({ username, password }) => [username, password])),
      environment: {
        PATH: process.env['PATH'],
        DATABASE_URL: databaseUrl,
        PARIKSHA_MASTER_KEY: masterKey,
        PARIKSHA_DATA: folder,
        PORT: String(port),
        REDIS_URL: redisUrl,
        ...settings,
      },
      folder,
      databaseUrl,
      closeDatabase: async () => {
        await prisma.$disconnect();
        await pool.end();
      },
    });
    await hall.start();
    return hall;
  }

  passwordOf(username: string): string {
    const password = this.#passwords.get(username);
    if (password === undefined) throw new Error(`There is nobody called ${username}.`);
    return password;
  }

  /** Resolves when the server says that it is ready. */
  async start(): Promise<void> {
    this.#node = await this.#launch(this.#environment);
  }

  /** One more server over the same database. Returns its address. */
  async startAnother(): Promise<string> {
    const port = await freePort();
    this.#others.push(await this.#launch({ ...this.#environment, PORT: String(port) }));
    return `http://localhost:${port}`;
  }

  async #launch(env: Readonly<Record<string, string | undefined>>): Promise<Launched> {
    const node = watch(
      spawn(process.execPath, [join(main, 'start.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    await node.says(/Pariksha is at/);
    return node;
  }

  /** Starts the server again if a test has left it killed. */
  async revive(): Promise<void> {
    if (this.#node === null) await this.start();
  }

  /** Ends the server as a power cut would. */
  async kill(): Promise<void> {
    const node = this.#node;
    this.#node = null;
    node?.signal('SIGKILL');
    await node?.ended;
  }

  /** Brings in questions: `bank` is a file as `npm run import` reads it. */
  async importBank(bank: object): Promise<void> {
    const request = {
      bytes: Buffer.from(JSON.stringify(bank)),
      format: 'json',
      bank: null,
      language: 'en',
    } as const;
    const banks = new PostgresQuestionBanks(this.prisma);
    const result = await importQuestions(request, { banks, digest: sha256 });
    if (result.outcome === 'refused') throw new Error(JSON.stringify(result.problems));
  }

  /** Publishes an exam from the built-in questions: `exam` is a file as `npm run publish` reads it. Returns its id. */
  async publish(exam: object): Promise<string> {
    const bytes = Buffer.from(
      JSON.stringify({ bank: 'demo', window: 'open', languages: ['en', 'hi', 'mr'], ...exam }),
    );
    const banks = new PostgresQuestionBanks(this.prisma);
    const office = new PostgresExamOffice(this.prisma);
    const result = await publishExam(
      { bytes, again: true, now: Date.now() },
      { banks, office, digest: sha256 },
    );
    if (result.outcome === 'refused') throw new Error(JSON.stringify(result.problems));
    return result.examId;
  }

  /** A command of the exam office, as `npm run command` gives it. */
  async command(kind: string, examId: string, ...args: readonly string[]): Promise<void> {
    const script = [
      join(main, 'command.ts'),
      kind,
      '--exam',
      examId,
      '--reason',
      'Power cut in the hall',
      ...args,
    ];
    await promisify(execFile)(process.execPath, script, { env: this.#environment });
  }

  /** Ids of the commands that were given for an exam, in their order. */
  async commandIds(examId: string): Promise<readonly string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT command_id::text AS id FROM exam_log WHERE exam_id = ${examId}::uuid ORDER BY seq`;
    return rows.map(({ id }) => id);
  }

  /** What the database holds of a candidate's attempt; `null` when it holds none. */
  stored(username: string, examId: string): Promise<StoredAttempt | null> {
    return storedAttempt(this.prisma, username, examId);
  }

  /** Until the database shows what was set going, but not waited for: `look` is asked after each write. */
  async untilStored(look: () => Promise<boolean>): Promise<void> {
    this.#news ??= DatabaseNews.of(this.#databaseUrl);
    await (await this.#news).until(look);
  }

  /** Ends every sign-in of a candidate, as the candidate would from another device. */
  async endSignIns(username: string): Promise<void> {
    const signedIn = await fetch(`${this.url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: this.passwordOf(username) }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const ended = await fetch(`${this.url}/api/sessions?everywhere=true`, {
      method: 'DELETE',
      headers: { cookie },
    });
    if (!ended.ok) throw new Error(`The sign-ins were not ended: ${await ended.text()}`);
  }

  async close(): Promise<void> {
    for (const node of [this.#node, ...this.#others]) {
      node?.signal('SIGTERM');
      await node?.ended;
    }
    await (await this.#news)?.close();
    await this.#closeDatabase();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
