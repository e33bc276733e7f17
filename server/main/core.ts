import { hash, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Attempts } from '../app/attempts.ts';
import type { CandidateDesk } from '../app/candidateDesk.ts';
import { ExamBook } from '../app/examBook.ts';
import { ExamFollower } from '../app/examFollower.ts';
import type {
  Catalogue,
  Chance,
  Clock,
  Digest,
  Log,
  Marking,
  RateLimits,
  ReceiptSigner,
} from '../app/ports.ts';
import { SealedBook } from '../app/sealed/sealedBook.ts';
import { PostgresAttemptLog } from '../ledger/attemptLog.ts';
import { connectionConfig } from '../ledger/connection.ts';
import { PostgresExamLog } from '../ledger/examLog.ts';
import { PostgresFeedback } from '../ledger/feedback.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { PostgresIncidents } from '../ledger/incidents.ts';
import { Lane } from '../ledger/lane.ts';
import { PostgresSealedSections } from '../ledger/sealedSections.ts';
import { PostgresSweepIndex } from '../ledger/sweepIndex.ts';

export interface CoreOptions {
  readonly databaseUrl: string;
  readonly prisma: PrismaClient;
  readonly catalogue: Catalogue;
  readonly submissions: Pick<Marking, 'submissions'>;
  readonly receipts: ReceiptSigner;
  readonly clock: Clock;
  /** What a test's own clock is ahead of the database's, ms. */
  readonly clockShiftMs?: () => number;
  readonly chance?: Chance;
  readonly rateLimits: RateLimits;
  /** Named in receipts. */
  readonly issuer: string;
  readonly operator: Log;
  /** 32 bytes: opens the keys of sealed papers. */
  readonly masterKey: Buffer;
  readonly onBatch?: (rows: number, ms: number) => void;
  /** Attempts that stay in memory although nobody shows them. */
  readonly maxIdle?: number;
}

/** The heart of one node: its attempts over the two logs, without any door or timer. */
export interface Core {
  readonly desk: CandidateDesk;
  readonly attemptLog: PostgresAttemptLog;
  readonly sweepIndex: PostgresSweepIndex;
  readonly examLog: PostgresExamLog;
  readonly follower: ExamFollower;
  /** Writes what waits and closes the connections of the hot path. */
  close(): Promise<void>;
}

/** Frames that may wait for the database in one node. */
const maxQueued = 20_000;

const maxIdle = 5_000;

export function createCore(options: CoreOptions): Core {
  const { prisma, catalogue, submissions, receipts, clock, rateLimits, issuer, operator } = options;
  const config = connectionConfig(options.databaseUrl, 'ledger');
  const attemptLog = new PostgresAttemptLog({
    lane: () =>
      new Lane(config, (error) =>
        operator.warn({ reason: error.message }, 'A database connection was lost.'),
      ),
    elapsed: () => performance.now(),
    wait: (ms) => wait(ms),
    clockShiftMs: options.clockShiftMs ?? (() => 0),
    maxQueued,
    maxRows: 500,
    maxBytes: 1024 * 1024,
    ...(options.onBatch && { onBatch: options.onBatch }),
  });
  const examLog = new PostgresExamLog(prisma);
  const exams = new ExamBook(catalogue, () => clock.now());
  const follower = new ExamFollower(examLog);
  const attempts = new Attempts({
    log: attemptLog,
    exams,
    follower,
    receipts,
    issuer,
    digest: sha256,
    operator,
    maxIdle: options.maxIdle ?? maxIdle,
  });
  const feedback = new PostgresFeedback(prisma);
  const incidents = new PostgresIncidents(prisma);
  const sealed = new SealedBook(new PostgresSealedSections(prisma, options.masterKey), operator);
  const chance = options.chance ?? systemChance(clock);
  return {
    desk: {
      ...{ attempts, exams, catalogue, submissions, feedback, sealed, incidents },
      ...{ receipts, clock, chance, rateLimits },
    },
    attemptLog,
    sweepIndex: new PostgresSweepIndex(prisma),
    examLog,
    follower,
    close: () => attemptLog.close(),
  };
}

/** SHA-256 of UTF-8 text, hex. */
export const sha256: Digest = (text) => hash('sha256', text, 'hex');

function systemChance(clock: Clock): Chance {
  return {
    id: () => uuidV7(clock.now(), randomBytes(10)),
    seed: () => randomBytes(16).toString('hex'),
  };
}

/** RFC 9562, section 5.7: 48 bits of epoch ms, version, 12 random bits, variant, 62 random bits. */
function uuidV7(now: number, random: Buffer): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  random.copy(bytes, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
