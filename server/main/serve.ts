import cluster from 'node:cluster';
import process from 'node:process';
import { loadConfig } from '../config/config.ts';
import { runProgram } from './program.ts';
import { startServer } from './server.ts';

/** One node of many, configured by its environment alone: `node server/main/serve.ts`. */

await runProgram(async (say) => {
  const server = await startServer(loadConfig(process.env), say);
  // The launcher of a cluster tells the address of all its nodes.
  if (cluster.isPrimary)
    say(`A node of Pariksha is at http://localhost:${server.port} (process ${process.pid}).`);
  return server;
});
