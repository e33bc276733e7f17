import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  type Fraction,
  formatFraction,
  multiply,
  parseFraction,
  subtract,
  tryParseFraction,
  whole,
  ZERO,
} from './fraction.ts';

const fractions = fc
  .tuple(fc.integer(), fc.integer({ min: 1 }))
  .map(([numerator, denominator]) => parseFraction(`${numerator}/${denominator}`));

const equal = (a: Fraction, b: Fraction) => compare(a, b) === 0;

describe('[SCO-1] exact fractions', () => {
  it.each([
    ['4', '4'],
    ['-2/3', '-2/3'],
    ['+6/4', '3/2'],
    ['0.25', '1/4'],
    ['-0.66', '-33/50'],
    ['.5', '1/2'],
    ['-.5', '-1/2'],
    ['5.', '5'],
    ['+3', '3'],
    ['0/7', '0'],
    ['-0', '0'],
    ['007', '7'],
  ])('%s is read as %s', (text, expected) => {
    expect(formatFraction(parseFraction(text))).toBe(expected);
  });

  it.each([
    '',
    '.',
    '-',
    '1/0',
    '1/-2',
    '1/2/3',
    '1e3',
    ' 1',
    '1 ',
    '1\n',
    '०',
    '0x1',
    'NaN',
    '1,5',
    '1/2.5',
  ])('%j is not a number', (text) => {
    expect(tryParseFraction(text)).toBeUndefined();
    expect(() => parseFraction(text)).toThrow(
      `${JSON.stringify(text)} is not a number: write it as 4, -2/3 or 0.25`,
    );
  });

  it('a number of absurd length is not read', () => {
    expect(tryParseFraction(`1/${'9'.repeat(2_000)}`)).toBeUndefined();
  });

  it('three times a third is one, and a hundred thousand times 0.1 is ten thousand', () => {
    const third = parseFraction('1/3');
    expect(formatFraction(add(add(third, third), third))).toBe('1');
    expect(formatFraction(multiply(whole(100_000), parseFraction('0.1')))).toBe('10000');
  });

  it('what is written is read back as the same number', () => {
    fc.assert(fc.property(fractions, (a) => equal(parseFraction(formatFraction(a)), a)));
  });

  it('keep the laws of arithmetic', () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(equal(add(a, b), add(b, a))).toBe(true);
        expect(equal(add(add(a, b), c), add(a, add(b, c)))).toBe(true);
        expect(equal(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
        expect(equal(add(subtract(a, b), b), a)).toBe(true);
        expect(equal(add(a, ZERO), a)).toBe(true);
      }),
    );
  });

  it('are ordered like the numbers they are', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        expect(compare(a, b)).toBe(-compare(b, a) + 0);
        expect(Math.sign(compare(a, b))).toBe(compare(subtract(a, b), ZERO));
      }),
    );
  });

  it('are kept in lowest terms with a positive denominator', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        const { numerator, denominator } = add(a, b);
        expect(denominator > 0n).toBe(true);
        expect(gcd(numerator < 0n ? -numerator : numerator, denominator)).toBe(1n);
      }),
    );
  });
});

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
