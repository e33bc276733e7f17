import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
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
  /** Where each node leaves a profile of its CPU time; `null`: nowhere. */
  readonly profileFolder: string | null;
}

/** Named in tokens and receipts; nobody has to reach it. */
const issuer = 'http://bench.invalid';

/** A PostgreSQL and nodes of the bench's own, each node a process, configured as in production. */
export async function startOwnServer({
  lender,
  nodes,
  folder,
  profileFolder,
}: OwnServerOptions): Promise<BenchServer> {
  await using begun = new AsyncDisposableStack();
  const database = await lender.startDatabase(join(folder, 'database'));
  begun.defer(() => database.stop());
  const processes: NodeProcess[] = [];
  const stopNodes = async () => void (await Promise.all(processes.map((node) => node.stop())));
  begun.defer(stopNodes);
  const ports = await freePorts(nodes);
  for (const [index, port] of ports.entries()) {
    const dataFolder = join(folder, `node-${index}`);
    await mkdir(dataFolder);
    const node = await startNodeProcess({
      program: lender.nodeProgram,
      profileFolder,
      env: {
        DATABASE_URL: database.url,
        PARIKSHA_MASTER_KEY: database.masterKey.toString('base64'),
        PARIKSHA_DATA: dataFolder,
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_URL: issuer,
        ALLOWED_ORIGINS: ports.map((each) => `http://127.0.0.1:${each}`).join(','),
        LOG_LEVEL: 'warn',
      },
      logFile: join(dataFolder, 'log'),
    });
    processes.push(node);
  }
  const running = begun.move();
  return {
    urls: processes.map(({ url }) => url),
    issuer,
    origin: issuer,
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

/** Known beforehand, because every node allows pages of every node. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = servers.map(
    (server) =>
      new Promise<number>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
        });
      }),
  );
  return Promise.all(ports);
}
