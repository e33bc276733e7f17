import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerValue } from './answers.ts';
import type { NumericalKey, QuestionKey } from './key.ts';
import { comparableText, matchesKey } from './matching.ts';

const number = (accept: NumericalKey): QuestionKey => ({ type: 'numerical', accept });
const text = (accept: string[], caseSensitive = false): QuestionKey => ({
  type: 'short-text',
  accept,
  caseSensitive,
});

describe('[SCO-4] numbers are compared as exact decimals', () => {
  it.each([
    ['12.50', '12.5', true],
    ['+3', '3', true],
    ['003', '3.', true],
    ['.5', '0.50', true],
    ['-0', '0', true],
    ['3.0000000000000000000000000001', '3', false],
    ['-3', '3', false],
  ])('%s against exactly %s: %s', (given, exact, expected) => {
    expect(matchesKey(number({ exact }), given)).toBe(expected);
  });

  it.each([
    ['0.3', '0.2', '0.1', true],
    ['0.1', '0.2', '0.1', true],
    ['0.30000000000000000001', '0.2', '0.1', false],
    ['-1.05', '-1', '0.05', true],
    ['9.81', '9.8', '0', false],
  ])('%s within %s ± %s, both ends included: %s', (given, value, tolerance, expected) => {
    expect(matchesKey(number({ value, tolerance }), given)).toBe(expected);
  });

  it.each([
    ['2.45', true],
    ['2.55', true],
    ['2.5', true],
    ['2.449999999999999999999', false],
    ['2.56', false],
  ])('%s from 2.45 to 2.55, both ends included: %s', (given, expected) => {
    expect(matchesKey(number({ min: '2.45', max: '2.55' }), given)).toBe(expected);
  });

  it('zeros at either end and a plus sign change nothing', () => {
    const decimals = fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `${a}.${b}`);
    fc.assert(
      fc.property(decimals, (exact) => {
        expect(matchesKey(number({ exact }), `+00${exact}000`)).toBe(true);
        expect(matchesKey(number({ exact }), `${exact}1`)).toBe(false);
      }),
    );
  });
});

describe('[SCO-6] short text', () => {
  it.each([
    ['mumbai', 'Mumbai', true],
    ['  Navi \t\n Mumbai ', 'Navi Mumbai', true],
    ['NaviMumbai', 'Navi Mumbai', false],
    ['caf\u00e9', 'Cafe\u0301', true],
    ['STRASSE', 'Straße', true],
    ['STRAẞE', 'Strasse', true],
    ['ΟΔΟΣ', 'οδος', true],
    ['\u00a0मुंबई\u00a0', 'मुंबई', true],
    ['क\u093c', '\u0958', true],
    ['Pune', 'Mumbai', false],
  ])('%j for %j: %s', (given, accepted, expected) => {
    expect(matchesKey(text([accepted]), given)).toBe(expected);
  });

  it('keeps its case where the key says so', () => {
    expect(matchesKey(text(['NaCl'], true), ' NaCl ')).toBe(true);
    expect(matchesKey(text(['NaCl'], true), 'nacl')).toBe(false);
  });

  it('is right when it is any of the accepted ones', () => {
    expect(matchesKey(text(['Mumbai', 'Bombay']), 'bombay')).toBe(true);
  });

  it('as it is compared does not change when it is prepared once more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (given, caseSensitive) => {
        const once = comparableText(given, caseSensitive);
        expect(comparableText(once, caseSensitive)).toBe(once);
        expect(matchesKey(text([given], caseSensitive), `  ${once}\n`)).toBe(true);
      }),
    );
  });
});

describe('[SCO-2] choices', () => {
  it('are a set: their order does not matter, and each one does', () => {
    const options = fc.shuffledSubarray(['A', 'B', 'C', 'D', 'E'], { minLength: 1 });
    fc.assert(
      fc.property(options, options, (key, given) => {
        const expected = key.toSorted().join() === given.toSorted().join();
        expect(matchesKey({ type: 'multiple', options: key }, given)).toBe(expected);
      }),
    );
  });

  const grid: QuestionKey = { type: 'matrix', rows: { r1: ['p'], r2: ['q', 'r'] } };

  it.each<[AnswerValue, boolean]>([
    [{ r1: ['p'], r2: ['r', 'q'] }, true],
    [{ r1: ['p'], r2: ['q'] }, false],
    [{ r1: ['p'] }, false],
    [{ r1: ['p'], r2: ['q', 'r', 's'] }, false],
  ])('of the grid %j are right in every row: %s', (given, expected) => {
    expect(matchesKey(grid, given)).toBe(expected);
  });

  it.each<[QuestionKey, AnswerValue, boolean]>([
    [{ type: 'single', option: 'B' }, 'B', true],
    [{ type: 'single', option: 'B' }, 'b', false],
    [{ type: 'assertion-reason', option: 'A' }, 'A', true],
    [{ type: 'true-false', value: false }, false, true],
    [{ type: 'true-false', value: false }, true, false],
  ])('%j by %j: %s', (key, given, expected) => {
    expect(matchesKey(key, given)).toBe(expected);
  });

  it('of another type than the key are never right', () => {
    const keys: QuestionKey[] = [
      { type: 'multiple', options: ['A'] },
      grid,
      number({ exact: '1' }),
      text(['true']),
    ];
    for (const key of keys) expect(matchesKey(key, true)).toBe(false);
    expect(matchesKey({ type: 'multiple', options: ['A'] }, 'A')).toBe(false);
    expect(matchesKey(grid, ['p'])).toBe(false);
  });
});
