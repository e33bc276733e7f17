import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const keyBytes = 32;

/** The master key cannot be had. The message says why and what to do. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/**
 * The master key of a server that was given none: 32 random bytes in `folder`/master.key, readable by its owner only.
 * Made at the first start. Without it the signing keys in the database cannot be used any more.
 * @throws MasterKeyError
 */
export async function masterKeyIn(folder: string): Promise<Buffer> {
  const path = join(folder, 'master.key');
  await mkdir(folder, { recursive: true });
  if ((await read(path)) === null) await create(path);
  return keyOf((await read(path)) ?? '', path);
}

/**
 * The master key in `folder`, where the signing keys have been made with it already: a new one would not open them.
 * @throws MasterKeyError
 */
export async function existingMasterKeyIn(folder: string): Promise<Buffer> {
  const path = join(folder, 'master.key');
  const text = await read(path);
  if (text !== null) return keyOf(text, path);
  throw new MasterKeyError(
    `${path} is missing, and the signing keys in the database cannot be opened without it. ` +
      'Bring it back from where the data folder was copied.',
  );
}

function keyOf(text: string, path: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length === keyBytes) return key;
  throw new MasterKeyError(
    `${path} is damaged: it does not hold ${keyBytes} bytes in base64. Bring back the file as it was.`,
  );
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
    const reason = isErrno(error) ? error.code : String(error);
    throw new MasterKeyError(`${path} cannot be read (${reason}). Make it a file that this user can read.`);
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
