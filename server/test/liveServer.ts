import { randomBytes } from 'node:crypto';
import { importQuestions } from '../app/importQuestions.ts';
import { publishExam } from '../app/publishExam.ts';
import { loadConfig } from '../config/config.ts';
import { createPool, createPrisma } from '../ledger/client.ts';
import { PostgresExamOffice } from '../ledger/examOffice.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { createPasswords } from '../ledger/passwords.ts';
import { PostgresQuestionBanks } from '../ledger/questionBanks.ts';
import { sha256 } from '../main/core.ts';
import { type Node, startNode } from '../main/node.ts';
import { createTestDatabase } from './database.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const testPassword = 'correct horse battery';

export interface LiveServer {
  readonly url: string;
  readonly databaseUrl: string;
  readonly prisma: PrismaClient;
  readonly node: Node;
  /** One more node of the same installation; it ends with the server. */
  addNode(): Promise<Node>;
  /** Creates candidates who can sign in with {@link testPassword}. */
  addCandidates(...usernames: readonly string[]): Promise<void>;
  /** Imports a bank and publishes an exam of it, through the ways all content takes. Returns the exam's id. */
  publish(bank: object, exam: object): Promise<string>;
  stop(): Promise<void>;
}

/** A whole server, joined as in production, on a free port over a database of its own. */
export async function startLiveServer({ redisUrl }: { redisUrl?: string } = {}): Promise<LiveServer> {
  const database = await createTestDatabase();
  const pool = createPool({
    databaseUrl: database.url,
    maxConnections: 4,
    onConnectionError: () => undefined,
  });
  const prisma = createPrisma(pool);
  const config = loadConfig({ PORT: '8080', REDIS_URL: redisUrl });
  const masterKey = randomBytes(32);
  const nodes: Node[] = [];
  const addNode = async (): Promise<Node> => {
    const node = await startNode({
      config: { ...config, http: { ...config.http, port: 0, host: '127.0.0.1' } },
      databaseUrl: database.url,
      masterKey,
      operator: silent,
      webFolder: null,
    });
    nodes.push(node);
    return node;
  };
  const node = await addNode();
  const banks = new PostgresQuestionBanks(prisma);
  const passwordHash = createPasswords({ atOnce: 1, maxWaiting: 1 }).hash(testPassword);
  return {
    url: `http://127.0.0.1:${node.port}`,
    databaseUrl: database.url,
    prisma,
    node,
    addNode,
    async addCandidates(...usernames) {
      const district = await prisma.district.findFirstOrThrow();
      await prisma.user.createMany({
        data: await Promise.all(
          usernames.map(async (username) => ({
            username,
            displayName: username,
            role: 'candidate',
            passwordHash: await passwordHash,
            districtId: district.id,
          })),
        ),
      });
    },
    async publish(bank, exam) {
      const request = { bytes: json(bank), format: 'json', bank: null, language: 'en' } as const;
      const imported = await importQuestions(request, { banks, digest: sha256 });
      if (imported.outcome === 'refused') throw new Error(JSON.stringify(imported.problems));
      const office = new PostgresExamOffice(prisma);
      const published = await publishExam(
        { bytes: json(exam), again: false, now: Date.now() },
        { banks, office, digest: sha256 },
      );
      if (published.outcome === 'refused') throw new Error(JSON.stringify(published.problems));
      return published.examId;
    },
    async stop() {
      await Promise.all(nodes.map((started) => started.stop()));
      await prisma.$disconnect();
      await pool.end();
      await database.drop();
    },
  };
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
