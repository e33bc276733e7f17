import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import type { BenchExam, Lender, LentDatabase, LentRedis } from '../../bench/lender.ts';
import { importQuestions } from '../app/importQuestions.ts';
import { publishExam } from '../app/publishExam.ts';
import { createPool, createPrisma } from '../ledger/client.ts';
import { PostgresExamOffice } from '../ledger/examOffice.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { openKeyRing } from '../ledger/keyRing.ts';
import { createPasswords } from '../ledger/passwords.ts';
import { PostgresQuestionBanks } from '../ledger/questionBanks.ts';
import { prismaDirectory } from '../ledger/schemaEngine.ts';
import { createTokens } from '../ledger/tokens.ts';
import type { DatabaseNews } from './benchDatabase.ts';
import { ensureWebBuilt } from './buildWeb.ts';
import { prepareRedis } from './cluster/localRedis.ts';
import { sha256 } from './core.ts';
import { memoryFlags } from './memoryFlags.ts';

const bankName = 'bench';

/** What the bench needs of the product. */
export const benchLender: Lender = {
  nodeProgram: fileURLToPath(new URL('./serve.ts', import.meta.url)),

  nodeFlags: memoryFlags,

  prepareNodes: async () => void (await ensureWebBuilt({ log: () => undefined })),

  startDatabase: lendDatabase,

  startRedis: lendRedis,

  hashPassword: (password) => createPasswords({ atOnce: 1, maxWaiting: 1 }).hash(password),

  publishExam: (databaseUrl, exam) => withPrisma(databaseUrl, (prisma) => publish(prisma, exam)),

  tokenSigner: ({ url, masterKey }, issuer) =>
    withPrisma(url, async (prisma) => {
      const now = () => Date.now();
      const ring = await openKeyRing({ prisma, masterKey, now });
      const tokens = createTokens({ issuer, keys: () => ring.tokenKeys(), random: Math.random });
      return (userId, sessionId) => tokens.sign({ userId, sessionId, role: 'candidate' }, now());
    }),
};

const databaseProgram = fileURLToPath(new URL('./benchDatabase.ts', import.meta.url));

async function lendDatabase(folder: string, signal: AbortSignal): Promise<LentDatabase> {
  signal.throwIfAborted();
  const child = fork(databaseProgram, [folder], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { promise: ready, resolve, reject } = Promise.withResolvers<LentDatabase>();
  const stop = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const onAbort = () => void stop();
  signal.addEventListener('abort', onAbort);
  let pid = 0;
  child.on('message', (news: DatabaseNews) => {
    if (news.kind === 'failed') return reject(new Error(news.message));
    pid = news.pid;
    if (news.kind === 'revived') return;
    // From now on it is stopped behind those who use it.
    signal.removeEventListener('abort', onAbort);
    resolve({
      url: news.url,
      get pid() {
        return pid;
      },
      masterKey: Buffer.from(news.masterKey, 'base64'),
      stop,
    });
  });
  void ended.then(() => reject(new Error('PostgreSQL has ended before it was ready.')));
  return ready;
}

async function lendRedis(folder: string): Promise<LentRedis> {
  const local = await prepareRedis(folder);
  let child = local.launch();
  await child.ready;
  let pid = await askRedis(local.url, processId);
  return {
    url: local.url,
    async kill() {
      process.kill(pid, 'SIGKILL');
      await child.ended;
    },
    freeze: () => void process.kill(pid, 'SIGSTOP'),
    thaw: () => void process.kill(pid, 'SIGCONT'),
    async start() {
      child = local.launch();
      await child.ready;
      pid = await askRedis(local.url, processId);
    },
    flush: () => askRedis(local.url, async (client) => void (await client.flushall())),
    async stop() {
      child.signal('SIGTERM');
      await child.ended;
    },
  };
}

async function processId(client: Redis): Promise<number> {
  return Number(/^process_id:(\d+)/m.exec(await client.info('server'))?.[1] ?? 0);
}

async function askRedis<T>(url: string, ask: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { maxRetriesPerRequest: 1 });
  client.on('error', () => undefined);
  try {
    return await ask(client);
  } finally {
    client.disconnect();
  }
}

async function publish(prisma: PrismaClient, exam: BenchExam): Promise<string> {
  const banks = new PostgresQuestionBanks(prisma);
  const contentOf = (name: string) => readFile(join(prismaDirectory, 'content', name));
  const request = { bytes: await contentOf('demo-questions.json'), format: 'json', language: 'en' } as const;
  const imported = await importQuestions({ ...request, bank: bankName }, { banks, digest: sha256 });
  if (imported.outcome === 'refused') throw new Error(listed(imported.problems));

  const template: object = JSON.parse((await contentOf('demo-exam.json')).toString('utf8'));
  const { title, clock, durationMinutes, graceSeconds, opensAt, lastEntryAt, closesAt, usernames } = exam;
  const file = {
    ...template,
    bank: bankName,
    title,
    clock,
    durationMinutes,
    graceSeconds,
    window: { opensAt: iso(opensAt), lastEntryAt: iso(lastEntryAt), closesAt: iso(closesAt) },
    candidates: usernames,
  };
  const published = await publishExam(
    { bytes: Buffer.from(JSON.stringify(file)), again: false, now: Date.now() },
    { banks, office: new PostgresExamOffice(prisma), digest: sha256 },
  );
  if (published.outcome === 'refused') throw new Error(listed(published.problems));
  return published.examId;
}

async function withPrisma<T>(databaseUrl: string, work: (prisma: PrismaClient) => Promise<T>): Promise<T> {
  const pool = createPool({ databaseUrl, maxConnections: 2, onConnectionError: () => undefined });
  const prisma = createPrisma(pool);
  try {
    return await work(prisma);
  } finally {
    await prisma.$disconnect();
    await pool.end();
  }
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function listed(problems: readonly { readonly where: string; readonly message: string }[]): string {
  return problems.map(({ where, message }) => `${where} ${message}`).join('; ');
}
