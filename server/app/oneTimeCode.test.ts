import { describe, expect, it } from 'vitest';
import { newCode, plainCode } from './oneTimeCode.ts';

describe('[CMD-13] a one-time code', () => {
  it('is ten letters and digits that nobody mistakes for one another', () => {
    expect(newCode('0'.repeat(32))).toBe('00000-00000');
    expect(newCode('f'.repeat(32))).toBe('ZZZZZ-ZZZZZ');
    expect(newCode('1f2e3d4c5b6a79880123456789abcdef')).toMatch(
      /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/,
    );
  });

  it('is the same however it is typed', () => {
    for (const typed of ['A0B1C-1DE2F', 'a0b1c1de2f', ' AOBIC LDE2F ', 'a-0-b-1-c-1-d-e-2-f']) {
      expect(plainCode(typed)).toBe('A0B1C1DE2F');
    }
  });
});
