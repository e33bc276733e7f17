import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSecret, sealSecret, WrongMasterKey } from './sealedSecret.ts';

describe('[SEC-29] sealed secrets', () => {
  const masterKey = randomBytes(32);
  const secret = Buffer.from('a signing key');

  it('open with the master key and the context they were sealed with', () => {
    const sealed = sealSecret(secret, 'receipt k1', masterKey);
    expect(sealed.includes(secret)).toBe(false);
    expect(openSecret(sealed, 'receipt k1', masterKey)).toEqual(secret);
    expect(sealSecret(secret, 'receipt k1', masterKey)).not.toEqual(sealed);
  });

  it('do not open otherwise, nor when a bit is changed', () => {
    const sealed = sealSecret(secret, 'receipt k1', masterKey);
    expect(() => openSecret(sealed, 'receipt k1', randomBytes(32))).toThrow(WrongMasterKey);
    expect(() => openSecret(sealed, 'receipt k2', masterKey)).toThrow(WrongMasterKey);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => openSecret(changed, 'receipt k1', masterKey)).toThrow(WrongMasterKey);
      expect(() => openSecret(sealed.subarray(0, at), 'receipt k1', masterKey)).toThrow(WrongMasterKey);
    }
  });
});
