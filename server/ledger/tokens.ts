import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Claims, TokenCheck, Tokens } from '../app/ports.ts';

/** A secret for signing access tokens, at least 256 bits. */
export interface TokenKey {
  readonly kid: string;
  readonly secret: KeyObject;
}

export interface TokenSettings {
  readonly issuer: string;
  /** The keys that verify, newest first; the newest signs. Asked each time, so that keys can be changed. */
  keys(): readonly TokenKey[];
  /** A number in [0, 1): spreads the expiry of tokens that were issued together. */
  random(): number;
}

type Audience = 'candidate' | 'staff';

const algorithm = 'HS256';
const tokenType = 'access';
const lifeMs = 10 * 60_000;
const jitter = 0.1;
const longestToken = 2_048;
const refused: TokenCheck = { ok: false, code: 'unauthenticated' };

/**
 * Access tokens: JWTs signed with HS256 and nothing else, valid for ten minutes ± 10 %, for the audience of the
 * role they name. Times come from the caller, never from the machine's clock.
 */
export function createTokens({ issuer, keys, random }: TokenSettings): Tokens {
  return {
    sign({ userId, sessionId, role }, now) {
      const [key] = keys();
      if (key === undefined) throw new Error('There is no key to sign tokens with.');
      const issuedAt = Math.floor(now / 1000);
      const expires = Math.floor((now + lifeMs * (1 + jitter * (2 * random() - 1))) / 1000);
      const accessToken = jwt.sign(
        {
          sub: userId,
          sid: sessionId,
          role,
          iat: issuedAt,
          exp: expires,
          iss: issuer,
          aud: nameOf(audienceOf(role)),
        },
        key.secret,
        { algorithm, header: { alg: algorithm, typ: tokenType, kid: key.kid } },
      );
      return { accessToken, expiresAt: expires * 1000 };
    },
    verify(token, audience, now) {
      if (token.length > longestToken) return refused;
      const header = headerOf(token);
      const key = keys().find(({ kid }) => kid === header?.kid);
      if (key === undefined || header?.typ !== tokenType) return refused;
      try {
        const payload = jwt.verify(token, key.secret, {
          algorithms: [algorithm],
          issuer,
          audience: nameOf(audience),
          clockTimestamp: Math.floor(now / 1000),
        });
        const claims = claimsOf(payload);
        return claims !== null && audienceOf(claims.role) === audience ? { ok: true, claims } : refused;
      } catch (error) {
        return error instanceof jwt.TokenExpiredError ? { ok: false, code: 'token-expired' } : refused;
      }
    },
  };
}

function audienceOf(role: Claims['role']): Audience {
  return role === 'candidate' ? 'candidate' : 'staff';
}

function nameOf(audience: Audience): string {
  return `pariksha:${audience}`;
}

function headerOf(token: string): jwt.JwtHeader | undefined {
  try {
    return jwt.decode(token, { complete: true })?.header;
  } catch {
    return undefined;
  }
}

function claimsOf(payload: string | jwt.JwtPayload): Claims | null {
  if (typeof payload === 'string') return null;
  const { sub, exp } = payload;
  const sid: unknown = payload['sid'];
  const role: unknown = payload['role'];
  if (typeof sub !== 'string' || typeof sid !== 'string' || exp === undefined || !isRole(role)) return null;
  return { userId: sub, sessionId: sid, role, expiresAt: exp * 1000 };
}

function isRole(value: unknown): value is Claims['role'] {
  return value === 'candidate' || value === 'proctor' || value === 'author' || value === 'admin';
}
