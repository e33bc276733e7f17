import { BenchError } from '../benchError.ts';
import type { BenchServer } from './benchServer.ts';

/** Signs in once by password, to learn from the token under which name the server issues them. @throws BenchError */
export async function issuerOf(
  { urls, origin }: Pick<BenchServer, 'urls' | 'origin'>,
  username: string,
  password: string,
): Promise<string> {
  const [url = ''] = urls;
  const token = await signIn(url, origin, username, password);
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const issuer =
    typeof payload === 'object' && payload !== null && 'iss' in payload ? payload.iss : undefined;
  if (typeof issuer !== 'string') throw new BenchError(`The tokens of ${url} do not name their issuer.`);
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
    throw new BenchError(
      `The target ${url} cannot be reached (${causeOf(error)}). Is it running, and is the address right?`,
    );
  });
  const reply: unknown = await response.json().catch(() => null);
  if (typeof reply === 'object' && reply !== null && 'accessToken' in reply) return String(reply.accessToken);
  throw new BenchError(`${url} lets ${username} not sign in: ${JSON.stringify(reply)}`);
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
