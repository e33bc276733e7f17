import { randomUUID } from 'node:crypto';
import type { ChoiceQuestion, PaperContent } from '../../domain/content.ts';
import { createPool, createPrisma } from '../../ledger/client.ts';
import type { PrismaClient } from '../../ledger/generated/client.ts';
import { openKeyRing } from '../../ledger/keyRing.ts';
import { createTokens } from '../../ledger/tokens.ts';
import { sha256 } from '../core.ts';

/** A candidate who has signed in. */
export interface SignedIn {
  readonly userId: string;
  readonly token: string;
}

/** A published exam and everybody who sits it. */
export interface Scene {
  readonly examId: string;
  readonly candidates: readonly SignedIn[];
}

export interface SceneOptions {
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  /** The server's public address, which is named in its tokens. */
  readonly issuer: string;
  readonly candidates: number;
}

export const questionIds = Array.from({ length: 20 }, (_, index) => `q${index + 1}`);
export const options = ['A', 'B', 'C', 'D'] as const;

const hour = 3_600_000;

/** Pune. */
const districtId = 490;

/** Publishes an exam that is open now, straight into the tables, and signs its candidates in without their passwords. */
export async function makeScene(settings: SceneOptions): Promise<Scene> {
  const pool = createPool({
    databaseUrl: settings.databaseUrl,
    maxConnections: 2,
    onConnectionError: () => undefined,
  });
  const prisma = createPrisma(pool);
  try {
    const userIds = Array.from({ length: settings.candidates }, () => randomUUID());
    const examId = await publish(prisma, userIds);
    const now = () => Date.now();
    const keys = await openKeyRing({ prisma, masterKey: settings.masterKey, now });
    const tokens = createTokens({
      issuer: settings.issuer,
      keys: () => keys.tokenKeys(),
      random: () => 0.5,
    });
    const candidates = userIds.map((userId) => {
      const claims = { userId, sessionId: randomUUID(), role: 'candidate' } as const;
      return { userId, token: tokens.sign(claims, now()).accessToken };
    });
    return { examId, candidates };
  } finally {
    await prisma.$disconnect();
    await pool.end();
  }
}

async function publish(prisma: PrismaClient, userIds: readonly string[]): Promise<string> {
  const content = paperFor(Date.now());
  const { opensAt, lastEntryAt, closesAt } = content.rules;
  const body = JSON.stringify(content);
  const examId = randomUUID();
  await prisma.user.createMany({
    data: userIds.map((id) => ({
      id,
      username: id,
      displayName: 'A candidate',
      passwordHash: '-',
      role: 'candidate',
      districtId,
    })),
  });
  await prisma.paperContent.create({ data: { hash: sha256(body), body } });
  await prisma.paperKey.create({ data: { paperHash: sha256(body), version: 1, body: keyFor() } });
  await prisma.exam.create({
    data: {
      id: examId,
      title: content.title,
      status: 'published',
      rules: JSON.stringify(content.rules),
      paperHash: sha256(body),
      opensAt: new Date(opensAt),
      lastEntryAt: new Date(lastEntryAt),
      closesAt: new Date(closesAt),
      publishedAt: new Date(opensAt),
    },
  });
  await prisma.enrolment.createMany({
    data: userIds.map((candidateId, index) => ({ examId, candidateId, rollNumber: `R${index + 1}` })),
  });
  return examId;
}

function paperFor(now: number): PaperContent {
  const english = (text: string) => ({ en: text });
  const questions = questionIds.map(
    (id): ChoiceQuestion => ({
      id,
      type: 'single',
      text: english(`Question ${id}`),
      options: options.map((option) => ({ id: option, text: english(option) })),
    }),
  );
  return {
    title: english('An exam whose server is killed'),
    languages: ['en'],
    rules: {
      clock: 'individual',
      navigation: 'free',
      durationMs: 6 * hour,
      opensAt: now - hour,
      lastEntryAt: now + 6 * hour,
      closesAt: now + 12 * hour,
      graceMs: 5_000,
      takeover: 'free',
      maxFrames: 1_000_000,
      maxLateEntries: 100_000,
    },
    groups: [],
    sections: [
      {
        id: 's1',
        title: english('All questions'),
        shuffleQuestions: true,
        shuffleOptions: true,
        marking: { default: { rule: 'all-or-nothing', correct: '4', wrong: '-1' } },
        pools: [{ draw: questions.length, units: questions.map(({ id }) => [id]) }],
        questions,
      },
    ],
  };
}

function keyFor(): string {
  const keys = Object.fromEntries(questionIds.map((id) => [id, { type: 'single', option: 'A' }]));
  return JSON.stringify({ keys, actions: {}, solutions: {} });
}
