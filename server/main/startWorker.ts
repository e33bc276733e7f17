import process from 'node:process';
import { loadConfig } from '../config/config.ts';
import { createLogger } from '../config/logger.ts';
import { openDatabase } from './database.ts';
import { nodeLog } from './nodeLog.ts';
import { runProgram } from './program.ts';
import { explained } from './sentences.ts';
import { startWorker } from './worker.ts';

/** `npm run start:worker`: jobs and the sealing of expired attempts in a process of their own. */

/** Beside a node on the same machine, which is at 8080 unless it is told otherwise. */
const defaultPort = '8090';

await runProgram(async (say) => {
  const config = loadConfig({ ...process.env, PORT: process.env['PORT'] || defaultPort });
  const operator = nodeLog(createLogger(config.log.level, config.log.node));
  const database = await openDatabase(config, say);
  try {
    const { url: databaseUrl, masterKey } = database;
    const worker = await startWorker({ config, databaseUrl, masterKey, operator });
    say(`A worker of Pariksha works; its health is at http://localhost:${worker.port}/readyz`);
    return {
      async stop() {
        try {
          await worker.stop();
        } finally {
          await database.stop();
        }
      },
    };
  } catch (error) {
    await database.stop();
    throw explained(error, config.data.folder);
  }
});
