import { readFile } from 'node:fs/promises';
import { StartError } from './startError.ts';

/** The bytes of a file that somebody named. @throws StartError with a sentence. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The file ${path} cannot be read (${reason}).`);
  }
}
