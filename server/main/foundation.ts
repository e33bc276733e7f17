import { performance } from 'node:perf_hooks';
import type { Log, RateLimits, ReceiptSigner } from '../app/ports.ts';
import { PostgresCatalogue } from '../ledger/catalogue.ts';
import { createPool, createPrisma } from '../ledger/client.ts';
import { connectionConfig } from '../ledger/connection.ts';
import { DatabaseClock, readDatabaseTime } from '../ledger/databaseClock.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { type KeyRing, openKeyRing } from '../ledger/keyRing.ts';
import { Lane } from '../ledger/lane.ts';
import { PostgresMarking } from '../ledger/marking.ts';
import { createReceiptSigner } from '../ledger/receiptSigner.ts';
import { type Core, createCore } from './core.ts';

export interface FoundationOptions {
  readonly databaseUrl: string;
  /** 32 bytes: opens the signing keys in the database. */
  readonly masterKey: Buffer;
  readonly operator: Log;
  /** Named in tokens and receipts. */
  readonly issuer: string;
  readonly rateLimits: RateLimits;
}

/** What every process of an installation stands on, whether it serves candidates or only works: the database. */
export interface Foundation {
  readonly prisma: PrismaClient;
  readonly clock: DatabaseClock;
  readonly keys: KeyRing;
  readonly receipts: ReceiptSigner;
  readonly marking: PostgresMarking;
  readonly catalogue: PostgresCatalogue;
  readonly core: Core;
  /** Writes what waits and closes every connection. */
  close(): Promise<void>;
}

/** Over an existing, migrated database. */
export async function openFoundation(options: FoundationOptions): Promise<Foundation> {
  const { databaseUrl, masterKey, operator, issuer, rateLimits } = options;
  const warnOfLoss = (error: Error) =>
    operator.warn({ reason: error.message }, 'A database connection was lost.');
  const pool = createPool({ databaseUrl, maxConnections: 10, onConnectionError: warnOfLoss });
  const prisma = createPrisma(pool);
  const clock = await DatabaseClock.start(
    () => readDatabaseTime(prisma),
    () => performance.now(),
  );
  const keys = await openKeyRing({ prisma, masterKey, now: () => clock.now() });
  const receipts = createReceiptSigner(() => keys.receiptKeys());
  const marking = new PostgresMarking(prisma);
  const seatLanes = connectionConfig(databaseUrl, 'ledger');
  const catalogue = new PostgresCatalogue(prisma, () => new Lane(seatLanes, warnOfLoss));
  const core = createCore({
    databaseUrl,
    prisma,
    catalogue,
    submissions: marking,
    receipts,
    clock,
    rateLimits,
    issuer,
    operator,
    masterKey,
  });
  return {
    ...{ prisma, clock, keys, receipts, marking, catalogue, core },
    async close() {
      await core.close();
      await catalogue.close();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
