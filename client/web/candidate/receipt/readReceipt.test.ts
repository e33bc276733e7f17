import { describe, expect, it } from 'vitest';
import { inGroups, readReceipt, receiptIn } from './readReceipt.ts';

const payload = {
  iss: 'https://exam.test',
  attemptId: 'a',
  examId: 'e',
  candidateId: 'c',
  paper: '00',
  sealSeq: 3,
  head: '11',
  epoch: 1,
  through: 2,
  answered: 1,
  digest: 'abcdef0123',
  reason: 'submitted',
  sealedAt: 1_800_000_000_000,
};
const receipt = `x.${Buffer.from(JSON.stringify({ ...payload, note: 'मराठी' })).toString('base64url')}.y`;

describe('[WEB-29] receipts on the screen', () => {
  it('[WEB-29] are read without believing them', () => {
    expect(readReceipt(receipt)).toEqual(payload);
    for (const odd of ['', 'a.b', 'a.!!!.c', `a.${Buffer.from('{}').toString('base64url')}.c`]) {
      expect(readReceipt(odd)).toBeNull();
    }
  });

  it('[WEB-29] are found in the file that was downloaded, and in what was pasted', () => {
    expect(receiptIn(JSON.stringify({ receipt, jwks: {} }))).toBe(receipt);
    expect(receiptIn(`  ${receipt}\n`)).toBe(receipt);
    expect(receiptIn('{"other": 1}')).toBe('{"other": 1}');
    expect(inGroups('abcdef0123')).toBe('abcd ef01 23');
  });
});
