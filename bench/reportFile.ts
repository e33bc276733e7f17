import { open, rm, writeFile } from 'node:fs/promises';
import { BenchError } from './benchError.ts';

/** Finds out before a long run whether its report can be kept. What is in the file stays. @throws BenchError */
export async function assertWritable(path: string): Promise<void> {
  const isNew = await explained(path, () => openForAppending(path));
  if (isNew) await rm(path);
}

/** @throws BenchError */
export async function writeReport(path: string, text: string): Promise<void> {
  await explained(path, () => writeFile(path, text));
}

/** Whether the file was not there before. */
async function openForAppending(path: string): Promise<boolean> {
  const file = await open(path, 'ax').catch(() => null);
  await (file ?? (await open(path, 'a'))).close();
  return file !== null;
}

async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BenchError(
      `The report ${path} cannot be written (${reason}). Name a file in a folder that is there.`,
    );
  }
}
