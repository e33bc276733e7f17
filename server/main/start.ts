import process from 'node:process';
import { loadConfig } from '../config/config.ts';
import { prepareDemo, welcome } from './demo.ts';
import { runProgram } from './program.ts';
import { startServer } from './server.ts';

/** `npm start`: one server on one machine, with everything it needs. */

await runProgram(async (say) => {
  const config = loadConfig(process.env);
  let demo: Awaited<ReturnType<typeof prepareDemo>> = null;
  const server = await startServer(config, say, async (database) => {
    demo = await prepareDemo(database, config.data.folder);
  });
  say(welcome(server.port, demo));
  return server;
});
