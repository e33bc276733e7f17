import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchServer } from './benchServer.ts';
import { type NodeProcess, startNodeProcess } from './nodeProcess.ts';
import { SharedUsage } from './usage.ts';

const program = fileURLToPath(new URL('../floor/floorServer.ts', import.meta.url));
const noUsage = { rssMb: 0, cpuS: 0 };

/** Bare servers without a database, as if they were nodes. */
export async function startFloorServers(
  count: number,
  folder: string,
  signal: AbortSignal,
): Promise<BenchServer> {
  await using begun = new AsyncDisposableStack();
  const processes: NodeProcess[] = [];
  for (let index = 0; index < count; index += 1) {
    const logFile = join(folder, `floor-${index}.log`);
    const server = await startNodeProcess({ program, env: {}, logFile, signal });
    begun.defer(() => server.kill());
    processes.push(server);
  }
  const running = begun.move();
  const ofServers = new SharedUsage();
  return {
    urls: processes.map(({ url }) => url),
    issuer: null,
    origin: '',
    database: null,
    site: null,
    usage() {
      const own = ofServers.of(processes.map(({ pid }) => pid));
      return own && { nodes: own, database: noUsage };
    },
    stopNodes: async () => undefined,
    stop: () => running.disposeAsync(),
  };
}
