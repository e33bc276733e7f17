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

function isRefusal(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientValidationError) return true;
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    error.code.startsWith('P2') &&
    !withoutAnswer.has(error.code)
  );
}
