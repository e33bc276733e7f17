import process from 'node:process';
import { type Config, loadConfig } from '../config/config.ts';
import { createPool, createPrisma } from '../ledger/client.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { openDatabase } from './database.ts';
import { runTool, type Say } from './tool.ts';

/** The installation's database, ready for work off the hot path. */
export interface OpenDatabase {
  readonly databaseUrl: string;
  /** Opens the signing keys in it. */
  readonly masterKey: Buffer;
  readonly prisma: PrismaClient;
  readonly config: Config;
}

/**
 * Works on the database of this installation: the one of DATABASE_URL, or the embedded one, which is shared with a
 * server that runs and otherwise started for the work and stopped after it. Work of the `office` may take minutes.
 * @throws StartError, ConfigError with a sentence for a person.
 */
export async function withDatabase<T>(
  work: (database: OpenDatabase) => Promise<T>,
  purpose: 'catalogue' | 'office' = 'catalogue',
): Promise<T> {
  const config = loadConfig(process.env);
  const database = await openDatabase(config, (line) => void process.stderr.write(`${line}\n`));
  const pool = createPool({
    databaseUrl: database.url,
    maxConnections: 4,
    purpose,
    onConnectionError: () => undefined,
  });
  const prisma = createPrisma(pool);
  try {
    return await work({ databaseUrl: database.url, masterKey: database.masterKey, prisma, config });
  } finally {
    await prisma.$disconnect();
    await pool.end();
    await database.stop();
  }
}

/** A command-line tool whose whole work needs the database. */
export function runCommand(
  usage: string,
  work: (context: OpenDatabase & { readonly say: Say }) => Promise<number> | Promise<void>,
): Promise<void> {
  return runTool(usage, (say) => withDatabase(async (database) => (await work({ ...database, say })) || 0));
}
