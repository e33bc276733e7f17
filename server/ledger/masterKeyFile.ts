import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const keyBytes = 32;

/**
 * The master key of a server that was given none: 32 random bytes in `folder`/master.key, readable by its owner only.
 * Made at the first start. Without it the signing keys in the database cannot be used any more.
 */
export async function masterKeyIn(folder: string): Promise<Buffer> {
  const path = join(folder, 'master.key');
  await mkdir(folder, { recursive: true });
  if ((await read(path)) === null) await create(path);
  const key = Buffer.from((await read(path)) ?? '', 'base64');
  if (key.length !== keyBytes)
    throw new Error(`${path} is damaged: it does not hold ${keyBytes} bytes in base64.`);
  return key;
}

/** Complete or not at all: whoever finds the file finds a key in it. One that is there already stays. */
async function create(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!isErrno(error) || error.code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isErrno(error) && error.code === 'ENOENT') return null;
    throw error;
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
