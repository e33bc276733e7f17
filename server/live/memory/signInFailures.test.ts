import { describe, expect, it } from 'vitest';
import { signInDelay } from '../../app/signInFailures.ts';
import { createMemorySignInFailures } from './signInFailures.ts';

const start = 1_800_000_000_000;

describe('wrong passwords in a row', () => {
  it('[SEC-20] cost nothing at first, then twice as long each time, at most a minute', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 10_000].map(signInDelay);
    const minute = 60_000;
    expect(delays).toEqual([0, 0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, minute, minute, minute]);
  });

  it('[SEC-20] are waited for from the last one, and begin anew after the right password', async () => {
    const { begin, succeeded } = createMemorySignInFailures(signInDelay);
    for (let n = 0; n < 4; n++) expect(await begin('asha', start)).toBeNull();
    expect(await begin('asha', start + 400)).toBe(600);
    expect(await begin('asha', start + 1_000)).toBeNull();
    expect(await begin('asha', start + 1_000)).toBe(2_000);
    expect(await begin('bala', start + 1_000)).toBeNull();
    succeeded('asha');
    expect(await begin('asha', start + 1_000)).toBeNull();
  });

  it('[SEC-21] are counted when a try begins', async () => {
    const { begin } = createMemorySignInFailures(signInDelay);
    const together = await Promise.all(Array.from({ length: 10 }, () => begin('asha', start)));
    expect(together.filter((wait) => wait === null)).toHaveLength(4);
  });

  it('[SEC-23] do not count tries that told nothing', async () => {
    const { begin, withdraw } = createMemorySignInFailures(signInDelay);
    for (let n = 0; n < 10; n++) {
      expect(await begin('asha', start)).toBeNull();
      withdraw('asha');
    }
    withdraw('nobody');
    expect(await begin('asha', start)).toBeNull();
  });

  it('[LIV-5] are forgotten after a quarter of an hour', async () => {
    const { begin } = createMemorySignInFailures(signInDelay);
    for (let n = 0; n < 10; n++) await begin('asha', start + n * 60_000);
    const last = start + 9 * 60_000;
    expect(await begin('asha', last + 1)).not.toBeNull();
    for (let n = 0; n < 4; n++) expect(await begin('asha', last + 15 * 60_000)).toBeNull();
  });

  it('[LIV-3] are remembered of so many keys only', async () => {
    const { begin } = createMemorySignInFailures(() => 1_000, 2);
    for (const key of ['asha', 'bala', 'chitra']) await begin(key, start);
    expect(await begin('asha', start)).toBeNull();
    expect(await begin('chitra', start)).toBe(1_000);
  });
});
