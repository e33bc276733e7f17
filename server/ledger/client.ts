import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { connectionConfig } from './connection.ts';
import { PrismaClient } from './generated/client.ts';

export interface PoolOptions {
  readonly databaseUrl: string;
  readonly maxConnections: number;
  /** Told when an idle connection breaks. The pool replaces it by itself. */
  readonly onConnectionError: (error: Error) => void;
}

/** A pool for everything off the hot path. The caller ends it. */
export function createPool({ databaseUrl, maxConnections, onConnectionError }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfig(databaseUrl, 'catalogue'),
    max: maxConnections,
    idleTimeoutMillis: 30_000,
  });
  pool.on('error', onConnectionError);
  return pool;
}

/** Prisma over a pool. `$disconnect()` leaves the pool alone: whoever made it ends it. */
export function createPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}
