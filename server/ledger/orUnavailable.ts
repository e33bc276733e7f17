import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { Unavailable } from '../app/ports.ts';
import { Prisma } from './generated/client.ts';

/**
 * Runs database work off the hot path. What the database refuses is a bug and stays an exception; anything else (no
 * connection, time-out, shutting down) means that it gave no answer.
 * @throws Unavailable
 */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isRefusal(error) ? error : new Unavailable(error);
  }
}

/** Prisma's codes of the form P2… are answers of the database, but for those of connections and time (Prisma error reference). */
const withoutAnswer = new Set(['P2024', 'P2028', 'P2034', 'P2037']);

/** A statement of our own always fails as P2010; what stopped it is said beside it (driver-adapter-utils, `MappedError`). */
const rawFailed = 'P2010';
const noConnection = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
  'TransactionWriteConflict',
]);

/** PostgreSQL's classes of errors that are about itself and not about the statement: connection, resources, operator, system. */
const ownTrouble = new Set(['08', '53', '57', '58']);

function isRefusal(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientValidationError) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (error.code === rawFailed) return isRefusedStatement(error.meta?.['driverAdapterError']);
  return error.code.startsWith('P2') && !withoutAnswer.has(error.code);
}

function isRefusedStatement(failure: unknown): boolean {
  if (!isDriverAdapterError(failure)) return true;
  const { kind, originalCode = '' } = failure.cause;
  return !noConnection.has(kind) && !ownTrouble.has(originalCode.slice(0, 2));
}
