import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { createLogger } from '../config/logger.ts';
import { ensureWebBuilt } from './buildWeb.ts';
import { openDatabase, type ReadyDatabase } from './database.ts';
import { startNode } from './node.ts';
import { nodeLog } from './nodeLog.ts';
import type { Running } from './program.ts';
import { explained } from './sentences.ts';
import type { Say } from './tool.ts';

export interface Server extends Running {
  readonly port: number;
}

/**
 * One exam server with everything it needs, as the environment asks for it: the browser client, the database, the node.
 * `prepare` sees the database before the node does.
 * @throws StartError with a sentence for whoever starts the program.
 */
export async function startServer(
  config: Config,
  say: Say,
  prepare: (database: ReadyDatabase) => Promise<void> = async () => undefined,
): Promise<Server> {
  const operator = nodeLog(createLogger(config.log.level, config.log.node));
  const webFolder = await ensureWebBuilt({ log: say });
  const database = await openDatabase(config, say);
  try {
    await prepare(database);
    const { url: databaseUrl, masterKey } = database;
    const node = await startNode({ config, databaseUrl, masterKey, operator, webFolder });
    await keepPublicKeys(config.data.folder, node.jwks());
    return {
      port: node.port,
      async stop() {
        try {
          await node.stop();
        } finally {
          await database.stop();
        }
      },
    };
  } catch (error) {
    await database.stop();
    throw explained(error, config.data.folder);
  }
}

/** With them a receipt can be verified on this machine while the server is down. */
async function keepPublicKeys(folder: string, jwks: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'jwks.json'), JSON.stringify(jwks, null, 2));
}
