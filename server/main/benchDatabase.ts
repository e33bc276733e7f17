import { rm } from 'node:fs/promises';
import process from 'node:process';
import { familyOf } from '../../bench/server/usage.ts';
import { masterKeyIn } from '../ledger/masterKeyFile.ts';
import { applyMigrations } from '../ledger/migrate.ts';
import { type EmbeddedPostgres, startEmbedded } from './embeddedPostgres.ts';

/**
 * `node benchDatabase.ts FOLDER`, forked by the bench: a PostgreSQL that lives as long as the channel to whoever forked
 * it, and is gone, with its folder, when that was killed.
 */

/** What it tells. */
export type DatabaseNews =
  | { readonly kind: 'ready'; readonly url: string; readonly pid: number; readonly masterKey: string }
  /** It had ended, and was started again. */
  | { readonly kind: 'revived'; readonly pid: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Several nodes, each with its pools, and the bench itself. */
const connections = '300';

const [folder = ''] = process.argv.slice(2);
let postgres: EmbeddedPostgres | null = null;

function tell(news: DatabaseNews): void {
  if (process.connected) process.send?.(news);
}

async function start(): Promise<void> {
  postgres = await startEmbedded({
    dataDir: folder,
    settings: { max_connections: connections },
    // What a fault has ended is started again, as in production.
    onRevival: () => setImmediate(() => tell({ kind: 'revived', pid: postgres?.pid ?? 0 })),
  });
  // Whoever wanted it may have gone meanwhile.
  if (!process.connected) return;
  const { url } = postgres;
  await applyMigrations({ databaseUrl: url, log: () => undefined });
  const masterKey = (await masterKeyIn(folder)).toString('base64');
  tell({ kind: 'ready', url, pid: postgres.pid, masterKey });
}

async function end(): Promise<void> {
  await starting;
  thaw();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
}

/** What a fault has frozen hears nothing. */
function thaw(): void {
  for (const pid of postgres === null ? [] : familyOf(postgres.pid)) {
    try {
      process.kill(pid, 'SIGCONT');
    } catch {
      // It has just ended.
    }
  }
}

// The channel alone says when it is time to end: a terminal's signals reach the whole group of processes.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => void end());

const starting = start().catch((error: unknown) => {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  if (process.connected) process.disconnect();
});
