import { describe, expect, it } from 'vitest';
import { isInRange } from './numberRange.ts';

describe('[WEB-123] a permitted range', () => {
  it('[WEB-123] has its bounds within, however they are written', () => {
    for (const text of ['0', '-0', '+0.0', '.0', '0.', '180', '180.00', '0180', '+180.']) {
      expect(isInRange(text, { min: '0', max: '180' })).toBe(true);
    }
    for (const text of ['-1', '-.1', '180.1', '1800', '-180']) {
      expect(isInRange(text, { min: '0', max: '180' })).toBe(false);
    }
    expect(isInRange('-.5', { min: '-0.5', max: '+.5' })).toBe(true);
    expect(isInRange('-.51', { min: '-0.5', max: '+.5' })).toBe(false);
  });

  it('[WEB-123] may have one bound, or none', () => {
    expect(isInRange('-3', { min: '-2.5' })).toBe(false);
    expect(isInRange('999', { min: '-2.5' })).toBe(true);
    expect(isInRange('-999', { max: '-2.5' })).toBe(true);
    expect(isInRange('-2', { max: '-2.5' })).toBe(false);
    expect(isInRange('7', {})).toBe(true);
  });

  it('[WEB-123] is kept to where floating point sees no difference', () => {
    expect(isInRange('0.10000000000000000001', { max: '0.1' })).toBe(false);
    expect(isInRange('9007199254740993', { max: '9007199254740992' })).toBe(false);
    expect(isInRange(`0.${'0'.repeat(37)}1`, { min: `0.${'0'.repeat(37)}2` })).toBe(false);
  });
});
