import { type ParseArgsConfig, parseArgs } from 'node:util';
import { BenchError } from './benchError.ts';

/** What a command line says. @throws BenchError with a sentence for whoever wrote it */
export function readFlags<Config extends ParseArgsConfig>(config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node's own advice stands behind the first sentence.
    const [sentence] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    throw new BenchError(`${sentence}. Say --help to see what there is.`);
  }
}
