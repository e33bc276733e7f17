import type { EndedSessions } from '../app/ports/live.ts';
import type { Claims, Clock, Tokens } from '../app/ports.ts';
import { fail, ok, type Result } from '../app/result.ts';
import { wireError } from '../protocol/errorSentences.ts';
import type { ErrorCode } from '../protocol/errors.ts';

export interface HandshakeDeps {
  readonly tokens: Pick<Tokens, 'verify'>;
  readonly ended: Pick<EndedSessions, 'has'>;
  readonly clock: Clock;
}

type Audience = Parameters<Tokens['verify']>[1];

/**
 * Who a handshake's `auth` speaks for. Decided on this node alone: no database, no Redis. Errors: `unauthenticated`
 * (missing or forged), `forbidden` (a candidate's among the staff, or the reverse), `token-expired`, `session-ended`.
 */
export function authenticate(
  auth: unknown,
  audience: Audience,
  { tokens, ended, clock }: HandshakeDeps,
): Result<Claims> {
  const token = tokenIn(auth);
  if (token === null) return fail('unauthenticated');
  const now = clock.now();
  const check = tokens.verify(token, audience, now);
  if (!check.ok) {
    const other = audience === 'candidate' ? 'staff' : 'candidate';
    return fail(tokens.verify(token, other, now).ok ? 'forbidden' : check.code);
  }
  return ended.has(check.claims.sessionId, now) ? fail('session-ended') : ok(check.claims);
}

/** What the client's `connect_error` carries as `data`. */
export function refusal(code: ErrorCode): Error {
  return Object.assign(new Error(code), { data: wireError(code) });
}

function tokenIn(auth: unknown): string | null {
  if (typeof auth !== 'object' || auth === null || !('token' in auth)) return null;
  return typeof auth.token === 'string' ? auth.token : null;
}
