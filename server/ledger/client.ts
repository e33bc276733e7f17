import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

/**
 * `ledger`: single statements on the hot path; whatever takes longer than 2 s is cut off by PostgreSQL itself, even
 * when this node is frozen or unreachable, so that its locks never stand in another node's way for long.
 * `catalogue`: everything else, reports and imports included.
 */
export type PoolPurpose = 'ledger' | 'catalogue';

export interface PoolOptions {
  readonly databaseUrl: string;
  readonly purpose: PoolPurpose;
  readonly maxConnections: number;
  /** Told when an idle connection breaks. The pool replaces it by itself. */
  readonly onConnectionError: (error: Error) => void;
}

/** PostgreSQL's own limits, in ms. `transaction_timeout` needs PostgreSQL 17. */
const serverSettings: Readonly<Record<PoolPurpose, Readonly<Record<string, number>>>> = {
  ledger: { transaction_timeout: 2_000 },
  catalogue: { statement_timeout: 30_000, idle_in_transaction_session_timeout: 10_000 },
};

/**
 * How long this side waits for an answer, in ms: longer than the server's own limit, so that it is reached only when
 * the connection is dead. The statement's outcome is then unknown, and the connection is closed.
 */
const answerTimeout: Readonly<Record<PoolPurpose, number>> = { ledger: 5_000, catalogue: 60_000 };

/** A peer that vanished without a word is noticed after 10 s of silence and 3 unanswered probes, on both sides. */
const keepAliveDelayMs = 10_000;
const tcpSettings: Readonly<Record<string, number>> = {
  tcp_keepalives_idle: keepAliveDelayMs / 1_000,
  tcp_keepalives_interval: 2,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 16_000,
};

/** A pool of connections with the session settings of its purpose. The caller ends it. */
export function createPool(options: PoolOptions): pg.Pool {
  const { url, startupOptions } = takeStartupOptions(options.databaseUrl);
  const settings = { ...tcpSettings, ...serverSettings[options.purpose], timezone: 'UTC' };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const pool = new pg.Pool({
    connectionString: url,
    options: [startupOptions, ...flags].join(' ').trim(),
    application_name: `pariksha-${options.purpose}`,
    max: options.maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: options.purpose === 'ledger' ? 0 : 30_000,
    query_timeout: answerTimeout[options.purpose],
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
  });
  pool.on('error', options.onConnectionError);
  return pool;
}

/** Prisma over a pool. `$disconnect()` leaves the pool alone: whoever made it ends it. */
export function createPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}

/** The driver lets `options` of the connection string replace ours, so they are taken out and put in front. */
function takeStartupOptions(databaseUrl: string): { url: string; startupOptions: string } {
  const url = new URL(databaseUrl);
  const startupOptions = url.searchParams.get('options') ?? '';
  url.searchParams.delete('options');
  return { url: url.href, startupOptions };
}
