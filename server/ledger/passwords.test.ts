import { parseOptions } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { createPasswords } from './passwords.ts';

describe('passwords', () => {
  it('[SEC-23] are hashed with argon2id as OWASP recommends', async () => {
    const { hash } = createPasswords({ atOnce: 2, maxWaiting: 10 });
    const hashes = [await hash('Correct horse'), await hash('Correct horse')];
    expect(hashes[0]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hashes[0]).not.toBe(hashes[1]);
    expect(parseOptions(hashes[0]!)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  });

  it('[SEC-19] verify, and nothing verifies for nobody', async () => {
    const { hash, verify } = createPasswords({ atOnce: 2, maxWaiting: 10 });
    const known = await hash('पासवर्ड 1');
    expect(await verify(known, 'पासवर्ड 1')).toBe(true);
    expect(await verify(known, 'पासवर्ड 2')).toBe(false);
    expect(await verify(null, '')).toBe(false);
    expect(await verify(null, 'पासवर्ड 1')).toBe(false);
  });

  it('[SEC-23] are busy when too many wait, and serve again afterwards', async () => {
    const { hash, verify } = createPasswords({ atOnce: 1, maxWaiting: 2 });
    const known = await hash('x');
    const together = await Promise.all([1, 2, 3, 4, 5].map(() => verify(known, 'x')));
    expect(together).toEqual([true, true, true, 'busy', 'busy']);
    expect(await verify(known, 'x')).toBe(true);
  });

  it('[SEC-23] give their turn on when a hash cannot be read', async () => {
    const { hash, verify } = createPasswords({ atOnce: 1, maxWaiting: 2 });
    await expect(verify('not a hash', 'x')).rejects.toThrow();
    expect(await verify(await hash('x'), 'x')).toBe(true);
  });
});
