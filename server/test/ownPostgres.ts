import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { applyMigrations } from '../ledger/migrate.ts';
import { type EmbeddedPostgres, startEmbedded } from '../main/embeddedPostgres.ts';

/** A PostgreSQL of the test's own, which it may stop and start without disturbing others. */
export interface OwnPostgres {
  readonly url: string;
  /** Stops at once, as by a power cut: connections are dropped, and the next start has to recover. */
  crash(): void;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), `pariksha-test-${process.pid}-own-`));
  const settings = { shared_buffers: '64MB' };
  let postgres: EmbeddedPostgres = await startEmbedded({ dataDir, settings });
  const { url } = postgres;
  await applyMigrations({ databaseUrl: url, log: () => undefined });
  return {
    url,
    crash() {
      process.kill(postgres.pid, 'SIGQUIT');
    },
    async restart() {
      postgres = await startEmbedded({ dataDir, settings, port: Number(new URL(url).port) });
    },
    async remove() {
      await postgres.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
