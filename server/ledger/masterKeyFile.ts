import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const keyBytes = 32;

/**
 * The master key of a server that was given none: 32 random bytes in `folder`/master.key, readable by its owner only.
 * Made at the first start. Without it the signing keys in the database cannot be used any more.
 */
export async function masterKeyIn(folder: string): Promise<Buffer> {
  const path = join(folder, 'master.key');
  await mkdir(folder, { recursive: true });
  const made = await create(path);
  const key = made ?? Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (key.length !== keyBytes)
    throw new Error(`${path} is damaged: it does not hold ${keyBytes} bytes in base64.`);
  return key;
}

/** `null` when there is one already, also when another process is faster. */
async function create(path: string): Promise<Buffer | null> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null;
    throw error;
  });
  if (file === null) return null;
  const key = randomBytes(keyBytes);
  try {
    await file.writeFile(`${key.toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return key;
}
