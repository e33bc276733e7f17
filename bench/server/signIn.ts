import { BenchError } from '../benchError.ts';
import { payloadOf } from '../generator/jws.ts';
import { textIn } from '../generator/reply.ts';
import type { BenchServer } from './benchServer.ts';

/** Signs in once by password, to learn from the token under which name the server issues them. @throws BenchError */
export async function issuerOf(
  { urls, origin }: Pick<BenchServer, 'urls' | 'origin'>,
  username: string,
  password: string,
): Promise<string> {
  const [url = ''] = urls;
  const token = await signIn(url, origin, username, password);
  const issuer = textIn(payloadOf(token), 'iss');
  if (issuer === undefined) throw new BenchError(`The tokens of ${url} do not name their issuer.`);
  return issuer;
}

/** The access token of a sign-in by password. @throws BenchError with what the server says. */
export async function signIn(
  url: string,
  origin: string,
  username: string,
  password: string,
): Promise<string> {
  const response = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ username, password }),
  }).catch((error: unknown) => {
    throw unreachable(url, error);
  });
  const reply: unknown = await response.json().catch(() => null);
  if (typeof reply === 'object' && reply !== null && 'accessToken' in reply) return String(reply.accessToken);
  throw new BenchError(`${url} lets ${username} not sign in: ${JSON.stringify(reply)}`);
}

/** Nothing has answered there. */
export function unreachable(url: string, error: unknown): BenchError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BenchError(
    `The target ${url} cannot be reached (${reason}). Is it running, and is the address right?`,
  );
}
