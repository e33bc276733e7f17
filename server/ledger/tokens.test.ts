import { createSecretKey, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { createTokens, type TokenKey } from './tokens.ts';

const now = 1_800_000_000_000;
const minutes = 60_000;
const candidate = { userId: 'asha', sessionId: 'session-1', role: 'candidate' } as const;

function key(kid: string): TokenKey {
  return { kid, secret: createSecretKey(randomBytes(32)) };
}

function tokensOf(keys: readonly TokenKey[], random = () => 0.5) {
  return createTokens({ issuer: 'https://exam.test', keys: () => keys, random });
}

describe('access tokens', () => {
  it('[SEC-4] say who it is, for ten minutes', () => {
    const { sign, verify } = tokensOf([key('k1')]);
    const { accessToken, expiresAt } = sign(candidate, now);
    expect(expiresAt).toBe(now + 10 * minutes);
    expect(verify(accessToken, 'candidate', now)).toEqual({ ok: true, claims: { ...candidate, expiresAt } });
    expect(verify(accessToken, 'candidate', expiresAt - 1).ok).toBe(true);
    expect(verify(accessToken, 'candidate', expiresAt)).toEqual({ ok: false, code: 'token-expired' });
  });

  it('[SEC-4] run out spread over a tenth of their life to either side', () => {
    const lives = [0, 0.25, 0.5, 0.999].map((random) => {
      const { expiresAt } = tokensOf([key('k1')], () => random).sign(candidate, now);
      return (expiresAt - now) / minutes;
    });
    expect(lives[0]).toBe(9);
    expect(lives).toEqual([...lives].sort((a, b) => a - b));
    expect(lives.at(-1)).toBeLessThan(11);
  });

  it('[SEC-4] are signed with the first key, and verified with every key that is left', () => {
    const [old, young] = [key('old'), key('young')];
    const before = tokensOf([old]).sign(candidate, now).accessToken;
    const during = tokensOf([young, old]);
    const after = during.sign(candidate, now).accessToken;
    expect(jwt.decode(after, { complete: true })?.header).toEqual({
      alg: 'HS256',
      typ: 'access',
      kid: 'young',
    });
    expect([before, after].map((token) => during.verify(token, 'candidate', now).ok)).toEqual([true, true]);
    expect(tokensOf([young]).verify(before, 'candidate', now)).toEqual({
      ok: false,
      code: 'unauthenticated',
    });
  });

  it('[SEC-2] do not count under the id of another key', () => {
    const [one, two] = [key('one'), key('two')];
    const { accessToken } = tokensOf([{ ...one, kid: 'two' }]).sign(candidate, now);
    expect(tokensOf([one, two]).verify(accessToken, 'candidate', now).ok).toBe(false);
  });

  it('[SEC-5] of staff are for the staff’s doors only, and the other way round', () => {
    const { sign, verify } = tokensOf([key('k1')]);
    for (const role of ['proctor', 'author', 'admin'] as const) {
      const { accessToken } = sign({ ...candidate, role }, now);
      expect(verify(accessToken, 'staff', now)).toMatchObject({ ok: true, claims: { role } });
      expect(verify(accessToken, 'candidate', now).ok).toBe(false);
    }
    expect(verify(sign(candidate, now).accessToken, 'staff', now).ok).toBe(false);
  });

  it('[SEC-2] are refused whatever the text', () => {
    const { verify } = tokensOf([key('k1')]);
    const header = Buffer.from('{"alg":"HS256","typ":"access","kid":"k1"}').toString('base64url');
    const texts = [
      '',
      '.',
      '..',
      'a.b.c',
      `${header}..`,
      `${header}.bnVsbA.x`,
      `${header}.x.x`,
      '\u0000.\u0000.\u0000',
    ];
    for (const text of texts) {
      expect(verify(text, 'candidate', now)).toEqual({ ok: false, code: 'unauthenticated' });
    }
  });
});
