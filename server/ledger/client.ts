import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { connectionConfig } from './connection.ts';
import { PrismaClient } from './generated/client.ts';

export interface PoolOptions {
  readonly databaseUrl: string;
  readonly maxConnections: number;
  /** Whose limits of time hold; those of a server's when left out. */
  readonly purpose?: 'catalogue' | 'office';
  /** Told when an idle connection breaks. The pool replaces it by itself. */
  readonly onConnectionError: (error: Error) => void;
}

/** A pool for everything off the hot path. The caller ends it. */
export function createPool(options: PoolOptions): pg.Pool {
  const { databaseUrl, maxConnections, purpose = 'catalogue', onConnectionError } = options;
  const pool = new pg.Pool({
    ...connectionConfig(databaseUrl, purpose),
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
