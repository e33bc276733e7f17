import { describe, expect, it } from 'vitest';
import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import { countCharacters, readTyped } from './typedAnswer.ts';

const base = {
  id: 'q',
  sectionId: 's',
  text: {},
  marks: { correct: '1', wrong: '0', rule: 'all-or-nothing' },
};
const numerical: WireQuestion = { ...base, type: 'numerical' };
const shortText: WireQuestion = { ...base, type: 'short-text', maxLength: 5 };

describe('[WEB-6] typed numbers', () => {
  it('[WEB-6] may be in digits of any script', () => {
    for (const text of ['12.5', '१२.५', '௧௨.௫', '１２．５', ' 12.5 ', '১২.৫']) {
      expect(readTyped(numerical, text)).toEqual({ value: '12.5', problem: null });
    }
    expect(readTyped(numerical, '−३')).toEqual({ value: '-3', problem: null });
  });

  it('[WEB-6] that are none are explained and not sent', () => {
    for (const text of ['twelve', '12 cm', '1e5', '1,5', '--1', '.', '1.2.3', '½']) {
      expect(readTyped(numerical, text).problem).toBe('not-a-number');
    }
    expect(readTyped(numerical, '1'.repeat(40)).problem).toBeNull();
    expect(readTyped(numerical, '1'.repeat(41)).problem).toBe('number-too-long');
  });

  it('[WEB-123] outside the permitted range are explained and not sent', () => {
    const angle: WireQuestion = { ...numerical, range: { min: '0', max: '180' } };
    expect(readTyped(angle, '१८०')).toEqual({ value: '180', problem: null });
    expect(readTyped(angle, '180.5')).toEqual({ value: '180.5', problem: 'out-of-range' });
    expect(readTyped(angle, '−1').problem).toBe('out-of-range');
    expect(readTyped(angle, '1'.repeat(41)).problem).toBe('number-too-long');
    expect(readTyped(angle, ' ')).toEqual({ value: null, problem: null });
  });

  it('[WEB-6] of which nothing is left clear the answer', () => {
    expect(readTyped(numerical, '  ')).toEqual({ value: null, problem: null });
    expect(readTyped(shortText, ' \n')).toEqual({ value: null, problem: null });
  });
});

describe('[WEB-7] typed texts', () => {
  it('[WEB-7] are measured in code points of the form that is sent', () => {
    expect(countCharacters('🌱🌱')).toBe(2);
    expect(countCharacters('e\u0301')).toBe(1);
    expect(readTyped(shortText, '🌱🌱🌱🌱🌱')).toEqual({ value: '🌱🌱🌱🌱🌱', problem: null });
    expect(readTyped(shortText, '🌱🌱🌱🌱🌱🌱').problem).toBe('text-too-long');
  });

  it('[WEB-7] keep what was pasted as text', () => {
    const open: WireQuestion = { ...shortText, maxLength: 100 };
    expect(readTyped(open, '<b>x</b>\u0000')).toEqual({ value: '<b>x</b>', problem: null });
  });
});
