import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { candidateUseCases } from '../app/candidateUseCases.ts';
import { type IssueOutcome, issueCommand } from '../app/issueCommand.ts';
import type { Log } from '../app/ports.ts';
import { type Sweep, sweepAttempts } from '../app/sweepAttempts.ts';
import type { CandidateUseCases } from '../app/useCases.ts';
import { bucketSettings } from '../config/buckets.ts';
import type { CommandContent, Scope } from '../domain/command.ts';
import { PostgresCatalogue } from '../ledger/catalogue.ts';
import { createPool, createPrisma } from '../ledger/client.ts';
import { connectionConfig } from '../ledger/connection.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { Lane } from '../ledger/lane.ts';
import { PostgresMarking } from '../ledger/marking.ts';
import { createReceiptSigner } from '../ledger/receiptSigner.ts';
import { createMemoryRateLimits } from '../live/memory/rateLimits.ts';
import { type Core, createCore } from '../main/core.ts';
import { MemoryLog } from './doors/fakes.ts';
import type { FakeClock } from './fakeClock.ts';

const keyPair = generateKeyPairSync('ed25519');

/** All nodes of one test run sign with the same key, as all nodes of an installation do. */
export const receipts = createReceiptSigner(() => [{ kid: 'test-key', privateKey: keyPair.privateKey }]);

const testMasterKey = Buffer.alloc(32, 7);

export const testIssuer = 'https://exam.test';

/** One node's heart over a real database: no doors and no timers, so that a test says what happens when. */
export interface TestNode {
  readonly core: Core;
  readonly prisma: PrismaClient;
  readonly useCases: CandidateUseCases;
  /** What the operator was told. */
  readonly log: MemoryLog;
  /** One round of the sweeper; returns how many attempts it looked at. */
  sweep(): Promise<number>;
  /** A command of the exam office at this node. */
  issue(examId: string, content: CommandContent, scope?: Scope, commandId?: string): Promise<IssueOutcome>;
  stop(): Promise<void>;
}

/** `maxIdle`: attempts that stay in memory although nobody shows them. */
export function startNode(databaseUrl: string, clock: FakeClock, more: { maxIdle?: number } = {}): TestNode {
  const log = new MemoryLog();
  const pool = createPool({
    databaseUrl,
    maxConnections: 4,
    onConnectionError: (error) => log.warn({ reason: error.message }, 'A connection was lost.'),
  });
  const prisma = createPrisma(pool);
  const catalogue = new PostgresCatalogue(prisma, () => quietLane(databaseUrl, log));
  const core = createCore({
    databaseUrl,
    prisma,
    catalogue,
    submissions: new PostgresMarking(prisma),
    receipts,
    clock,
    clockShiftMs: () => clock.shiftMs(),
    rateLimits: createMemoryRateLimits(bucketSettings),
    issuer: testIssuer,
    operator: log,
    masterKey: testMasterKey,
    ...more,
  });
  const sweep: Sweep = { attempts: core.desk.attempts, index: core.sweepIndex, clock, operator: log };
  return {
    core,
    prisma,
    useCases: candidateUseCases(core.desk),
    log,
    sweep: () => sweepAttempts(sweep),
    issue: (examId, content, scope = { kind: 'all' }, commandId = randomUUID()) =>
      issueCommand(
        { log: core.examLog, follower: core.follower, clock },
        { examId, commandId, actor: randomUUID(), scope, content },
      ),
    async stop() {
      await core.close();
      await catalogue.close();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

function quietLane(databaseUrl: string, log: Log): Lane {
  return new Lane(connectionConfig(databaseUrl, 'ledger'), (error) =>
    log.warn({ reason: error.message }, 'A connection was lost.'),
  );
}
