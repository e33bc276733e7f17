import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { ConfigError, loadConfig } from '../config/config.ts';
import { createLogger } from '../config/logger.ts';
import { ensureWebBuilt } from './buildWeb.ts';
import { openDatabase, type ReadyDatabase } from './database.ts';
import { prepareDemo, welcome } from './demo.ts';
import { type Node, startNode } from './node.ts';
import { nodeLog } from './nodeLog.ts';
import { explained } from './sentences.ts';
import { StartError } from './startError.ts';

/** `npm start`: one server on one machine, with everything it needs. */

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function start(): Promise<void> {
  const config = loadConfig(process.env);
  const operator = nodeLog(createLogger(config.log.level));
  const webFolder = await ensureWebBuilt({ log: say });
  const database = await openDatabase(config, say);
  try {
    const demo = await prepareDemo(database, config.data.folder);
    const { url: databaseUrl, masterKey } = database;
    const node = await startNode({ config, databaseUrl, masterKey, operator, webFolder });
    await keepPublicKeys(config.data.folder, node);
    stopOnSignal(node, database);
    say(welcome(node.port, demo));
  } catch (error) {
    await database.stop();
    throw explained(error, config.data.folder);
  }
}

/** With them a receipt can be verified on this machine while the server is down. */
async function keepPublicKeys(folder: string, node: Node): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'jwks.json'), JSON.stringify(node.jwks(), null, 2));
}

/** The first signal ends the server in order; a second one ends it at once. */
function stopOnSignal(node: Node, database: ReadyDatabase): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    say('\nStopping: what is under way is finished first. Press Ctrl-C again to stop at once.');
    try {
      await node.stop();
    } finally {
      await database.stop();
    }
    say('Stopped. Everything is kept for the next start.');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop().catch((error: unknown) => fail(error));
    });
  }
}

function fail(error: unknown): never {
  const known = error instanceof StartError || error instanceof ConfigError;
  const text = known ? error.message : `Pariksha could not start: ${String(error)}`;
  process.stderr.write(`${text}\n`);
  if (!known && error instanceof Error && error.stack !== undefined) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}

await start().catch(fail);
