import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { type Account, complaintIn, dataFolderArgument, type Programs } from './postgresBinaries.ts';
import { StartError } from './startError.ts';

/** The owner of the embedded database; also its name. */
export const embeddedRole = 'pariksha';

const majorVersion = '18';
const passwordFile = 'pariksha.password';
const settingsFile = 'pariksha.conf';

/** Makes the folder if it is not there, and proves that we can write in it. */
export async function makeWritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    const probe = await mkdtemp(join(dataDir, 'probe-'));
    await rm(probe, { recursive: true });
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${codeOf(error)}). ` +
        'Make it writable, or set PARIKSHA_DATA to another folder.',
    );
  }
}

/** False when there is no PostgreSQL folder yet; throws when there is one that PostgreSQL 18 could not use. */
export async function isComplete(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw new StartError(
      `The data folder ${folder} cannot be read (${codeOf(error)}). Start as the user it belongs to, or move it away.`,
    );
  });
  if (entries.length === 0) return false;
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() === majorVersion) return true;
  throw new StartError(
    version === ''
      ? `${folder} is not a complete PostgreSQL data folder. Move it away and start again; a new one will be made.`
      : `${folder} was made by PostgreSQL ${version.trim()}, and this is ${majorVersion}. Dump it with the old one, or move it away.`,
  );
}

/**
 * Makes PostgreSQL's folder beside its place and moves it there when it is complete, so that a start that is killed
 * leaves no half-made one.
 */
export async function initialise(programs: Programs, folder: string): Promise<void> {
  await removeAbandoned(dirname(folder));
  const partial = `${folder}.new-${process.pid}`;
  const password = randomBytes(24).toString('base64url');
  await mkdir(partial, { mode: 0o700 });
  await give(partial, programs.account);
  try {
    await runInitdb(programs, partial, password);
    await writePrivate(join(partial, passwordFile), programs.account, password);
    const configuration = join(partial, 'postgresql.conf');
    await writeFile(configuration, `${await readFile(configuration, 'utf8')}\ninclude '${settingsFile}'\n`);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
    // Another process made it in the meantime: use that one.
  }
}

async function runInitdb(programs: Programs, partial: string, password: string): Promise<void> {
  // Not in the data folder, which initdb wants empty, nor beside it, where its account may not be able to reach it.
  const secretFolder = await mkdtemp(join(tmpdir(), 'pariksha-'));
  const secret = join(secretFolder, 'password');
  try {
    await give(secretFolder, programs.account);
    await writePrivate(secret, programs.account, `${password}\n`);
    const outcome = await programs.run('initdb', partial, [
      `--pgdata=${dataFolderArgument(programs.account, partial)}`,
      `--username=${embeddedRole}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    if (outcome.code !== 0) {
      throw new StartError(
        `PostgreSQL could not make its data folder in ${dirname(partial)}: ${complaintIn(outcome.output)}`,
      );
    }
  } finally {
    await rm(secretFolder, { recursive: true, force: true });
  }
}

async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const maker = /^postgres\.new-(\d+)$/.exec(name)?.[1];
    if (maker !== undefined && !isAlive(Number(maker))) await rm(join(dataDir, name), { recursive: true });
  }
}

/** The password that was drawn when the folder was made. It is written once, so no crash can spoil it. */
export async function readPassword(folder: string): Promise<string> {
  const file = join(folder, passwordFile);
  const password = await readFile(file, 'utf8').catch(() => '');
  if (password !== '') return password;
  throw new StartError(
    `${file} is missing, and with it the password of the database. Bring it back, or move ${folder} away.`,
  );
}

/** Writes the settings that PostgreSQL reads when it starts. */
export async function writeSettings(folder: string, account: Account, text: string): Promise<void> {
  await writePrivate(join(folder, settingsFile), account, text);
}

/** The port of the last start, if there was one. */
export async function lastPort(folder: string): Promise<number | undefined> {
  const settings = await readFile(join(folder, settingsFile), 'utf8').catch(() => '');
  const port = /^port = '(\d+)'$/m.exec(settings)?.[1];
  return port === undefined ? undefined : Number(port);
}

async function writePrivate(file: string, account: Account, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600, flush: true });
  await give(file, account);
}

async function give(path: string, { uid, gid }: Account): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The code of a system or database error, for a sentence or a decision. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
