import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lender } from '../lender.ts';
import type { BenchServer } from './benchServer.ts';
import { type NodeProcess, startNodeProcess } from './nodeProcess.ts';
import { usageOf, usageOfFamily } from './usage.ts';

export interface OwnServerOptions {
  readonly lender: Pick<Lender, 'startDatabase' | 'nodeProgram'>;
  readonly nodes: number;
  /** An empty folder for everything it keeps. */
  readonly folder: string;
  /** More settings of the nodes. */
  readonly env: Readonly<Record<string, string>>;
}

/** Named in tokens and receipts; nobody has to reach it. */
const issuer = 'http://bench.invalid';

/** A PostgreSQL and nodes of the bench's own, each node a process, configured as in production. */
export async function startOwnServer({ lender, nodes, folder, env }: OwnServerOptions): Promise<BenchServer> {
  await using begun = new AsyncDisposableStack();
  const database = await lender.startDatabase(join(folder, 'database'));
  begun.defer(() => database.stop());
  const processes: NodeProcess[] = [];
  const stopNodes = async () => void (await Promise.all(processes.map((node) => node.stop())));
  begun.defer(stopNodes);
  for (let index = 0; index < nodes; index += 1) {
    const dataFolder = join(folder, `node-${index}`);
    await mkdir(dataFolder);
    const node = await startNodeProcess({
      program: lender.nodeProgram,
      env: {
        DATABASE_URL: database.url,
        PARIKSHA_MASTER_KEY: database.masterKey.toString('base64'),
        PARIKSHA_DATA: dataFolder,
        HOST: '127.0.0.1',
        PORT: '0',
        PUBLIC_URL: issuer,
        LOG_LEVEL: 'warn',
        ...env,
      },
      logFile: join(dataFolder, 'log'),
    });
    processes.push(node);
  }
  const running = begun.move();
  return {
    urls: processes.map(({ url }) => url),
    issuer,
    database,
    nodes: processes,
    usage() {
      const own = usageOf(processes.map(({ pid }) => pid));
      const theirs = usageOfFamily(database.pid);
      return own === null || theirs === null ? null : { nodes: own, database: theirs };
    },
    stopNodes,
    stop: () => running.disposeAsync(),
  };
}
