import type { EndedSessions } from '../app/ports/live.ts';
import type { Claims, Clock, Tokens } from '../app/ports.ts';
import { fail, ok, type Result } from '../app/result.ts';

export interface HandshakeDeps {
  readonly tokens: Pick<Tokens, 'verify'>;
  readonly ended: Pick<EndedSessions, 'has'>;
  readonly clock: Clock;
}

/**
 * Who a handshake's `auth` speaks for. Decided on this node alone: no database, no Redis. Errors: `unauthenticated`
 * (missing, forged, for another audience), `token-expired`, `session-ended`.
 */
export function authenticate(auth: unknown, { tokens, ended, clock }: HandshakeDeps): Result<Claims> {
  const token = tokenIn(auth);
  if (token === null) return fail('unauthenticated');
  const now = clock.now();
  const check = tokens.verify(token, 'candidate', now);
  if (!check.ok) return fail(check.code);
  return ended.has(check.claims.sessionId, now) ? fail('session-ended') : ok(check.claims);
}

function tokenIn(auth: unknown): string | null {
  if (typeof auth !== 'object' || auth === null || !('token' in auth)) return null;
  return typeof auth.token === 'string' ? auth.token : null;
}
