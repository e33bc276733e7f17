import process from 'node:process';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config/config.ts';
import { startNodes } from './cluster/startNodes.ts';
import { runProgram } from './program.ts';
import { StartError } from './startError.ts';

/** `npm run start:cluster -- --nodes 4`: several nodes on one machine behind one port, with everything they need. */

const mostNodes = 64;

await runProgram(async (say) => {
  const { nodes, port } = readArguments();
  const config = loadConfig({ ...process.env, ...(port !== undefined && { PORT: port }) });
  const cluster = await startNodes(config, nodes, say);
  process.on('SIGUSR2', () => void cluster.roll());
  return cluster;
});

/** @throws StartError with a sentence. */
function readArguments(): { nodes: number; port: string | undefined } {
  const usage = 'Usage: npm run start:cluster -- [--nodes N] [--port P]';
  try {
    const { values } = parseArgs({ options: { nodes: { type: 'string' }, port: { type: 'string' } } });
    const nodes = Number(values.nodes ?? '4');
    if (Number.isInteger(nodes) && nodes >= 1 && nodes <= mostNodes) return { nodes, port: values.port };
    throw new StartError(`--nodes takes a whole number from 1 to ${mostNodes}. ${usage}`);
  } catch (error) {
    if (error instanceof StartError || !(error instanceof Error)) throw error;
    throw new StartError(`${error.message} ${usage}`);
  }
}
