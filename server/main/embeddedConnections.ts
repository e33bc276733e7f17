import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, embeddedRole } from './embeddedFolder.ts';

/** Every process that uses an embedded PostgreSQL holds this advisory lock shared, so that the last one stops it. */
const usersLock = 7_266_541;

/** A user whose lock was lost takes it again within this time after PostgreSQL answers again, ms. */
const lockReturnsWithinMs = 3_000;

/** What a connection that could not be made means. */
export interface Refusal {
  readonly reason: string;
  /** SQLSTATE, or the code of a system error. */
  readonly code: string;
  /** Whether the next attempt may succeed: PostgreSQL is starting, recovering, stopping or full. */
  readonly passing: boolean;
}

/** Null when a connection could be made, otherwise why not. */
export async function tryToConnect(url: string): Promise<Refusal | null> {
  try {
    await withClient(url, () => Promise.resolve());
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const passing = !(error instanceof pg.DatabaseError) || /^(57|53|08)/.test(codeOf(error));
    return { reason, code: codeOf(error), passing };
  }
}

/** Our database, and beside it, for the whole PostgreSQL, the statistics of statements. */
export async function prepareDatabases(maintenanceUrl: string): Promise<void> {
  await withClient(maintenanceUrl, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [embeddedRole]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${embeddedRole}`);
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  }).catch((error: unknown) => {
    // Another process that starts on the same folder may just have made them.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error;
  });
}

/** The share of this process in the users' lock. */
export interface Share {
  /** Resolves when the connection has ended, and the share with it. */
  readonly ended: Promise<void>;
  release(): Promise<void>;
}

export async function takeShare(url: string): Promise<Share> {
  const client = newClient(url);
  const ended = new Promise<void>((resolve) => {
    client.once('end', () => resolve());
  });
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock_shared($1)', [usersLock]);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return { ended, release: () => client.end().catch(() => undefined) };
}

/**
 * Whether no other process uses it; true as well when PostgreSQL does not answer. Whoever is connected without a share
 * in the lock may just have lost it to a crash of PostgreSQL, and is given the time to take it again.
 */
export async function isLastUser(url: string): Promise<boolean> {
  const giveUpAt = Date.now() + lockReturnsWithinMs;
  for (;;) {
    const found = await lookForUsers(url);
    if (found === 'holders') return false;
    if (found === 'nobody' || Date.now() > giveUpAt) return true;
    await wait(50);
  }
}

type Users = 'nobody' | 'holders' | 'connected';

async function lookForUsers(url: string): Promise<Users> {
  const look = async (client: pg.Client): Promise<Users> => {
    const lock = await client.query('SELECT pg_try_advisory_lock($1) AS free', [usersLock]);
    if (lock.rows[0]?.free !== true) return 'holders';
    const others = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'pariksha-%' AND pid <> pg_backend_pid() LIMIT 1",
    );
    return others.rowCount === 0 ? 'nobody' : 'connected';
  };
  return withClient(url, look).catch((error: unknown) => {
    const busy = error instanceof pg.DatabaseError && /^(57|53)/.test(codeOf(error));
    return busy ? 'connected' : 'nobody';
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient(url);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function newClient(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'pariksha-embedded',
    keepAlive: true,
  });
  // When PostgreSQL goes away, whoever queries it will say so; these connections have nothing to add.
  client.on('error', () => undefined);
  return client;
}
