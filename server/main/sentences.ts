import { join } from 'node:path';
import { MasterKeyError } from '../ledger/masterKeyFile.ts';
import { WrongMasterKey } from '../ledger/sealedSecret.ts';
import { StartError } from './startError.ts';

/** What damage to a database looks like where only the words of PostgreSQL are left. */
const damageInWords = /invalid page in block|could not read block|could not open (file|relation)/;

/**
 * An error from starting as a sentence for whoever starts the program, where it is one that a person can mend;
 * otherwise as it was.
 */
export function explained(error: unknown, dataFolder: string): unknown {
  const causes = causesOf(error);
  if (causes.some((cause) => cause instanceof StartError)) return error;
  if (causes.some((cause) => cause instanceof WrongMasterKey)) {
    return new StartError(
      `The master key does not fit the signing keys in the database. Bring back the ${join(dataFolder, 'master.key')} ` +
        '(or PARIKSHA_MASTER_KEY) that they were made with.',
    );
  }
  const keyError = causes.find((cause) => cause instanceof MasterKeyError);
  if (keyError !== undefined) return new StartError(keyError.message);
  if (isDamage(error)) return damaged(dataFolder, error);
  return systemError(error, dataFolder) ?? error;
}

/** Whether PostgreSQL said that its files are not what they should be. */
export function isDamage(error: unknown): boolean {
  return causesOf(error).some(
    (cause) => /^(XX|58)/.test(codeIn(cause) ?? '') || damageInWords.test(messageIn(cause)),
  );
}

export function damaged(folder: string, error: unknown): StartError {
  const causes = causesOf(error);
  const words = causes.map(messageIn).filter((message) => message !== '');
  const reason = words.find((message) => damageInWords.test(message)) ?? words.at(-1);
  return new StartError(
    `The database in the data folder ${folder} is damaged (${reason?.trim().split('\n').at(-1)}). ` +
      'Restore the folder from a backup; until then nothing can be started on it.',
  );
}

/** A file that cannot be used says which one and why; Node does not say it of one that could be opened. */
function systemError(error: unknown, dataFolder: string): StartError | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  const path = 'path' in error ? String(error.path) : null;
  if (path === null && error.syscall !== 'read' && error.syscall !== 'write') return null;
  return new StartError(
    `${path ?? `A file in ${dataFolder}`} cannot be used (${String(error.code)}). ` +
      'Put it right, or move it away, and start again.',
  );
}

/** The error and what it was made from; the database driver of Prisma hangs the cause on `meta`. */
function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  const visit = (value: unknown) => {
    if (value === null || value === undefined || causes.includes(value)) return;
    causes.push(value);
    if (typeof value !== 'object') return;
    if ('cause' in value) visit(value.cause);
    if ('meta' in value && typeof value.meta === 'object' && value.meta !== null) {
      if ('driverAdapterError' in value.meta) visit(value.meta.driverAdapterError);
    }
  };
  visit(error);
  return causes;
}

function codeIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('originalCode' in value && typeof value.originalCode === 'string') return value.originalCode;
  return 'code' in value && typeof value.code === 'string' ? value.code : null;
}

function messageIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  if ('originalMessage' in value && typeof value.originalMessage === 'string') return value.originalMessage;
  return 'message' in value && typeof value.message === 'string' ? value.message : '';
}
