import { isDecimal } from './decimal.ts';

/** An exact rational number in lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Greatest length of a written fraction in characters, so that no number grows without bound. */
const MAX_FRACTION_LENGTH = 1000;

const QUOTIENT = /^([+-]?\d+)\/(\d+)$/;

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };

/**
 * Reads `4`, `-2/3` or a decimal such as `0.25`, `+3`, `.5`.
 * @throws RangeError when the text is none of these, or its denominator is zero.
 */
export function parseFraction(text: string): Fraction {
  const fraction = tryParseFraction(text);
  if (!fraction) throw new RangeError(`${JSON.stringify(text)} is not a number: write it as 4, -2/3 or 0.25`);
  return fraction;
}

/** As `parseFraction`, but `undefined` for what is not a number. */
export function tryParseFraction(text: string): Fraction | undefined {
  if (isDecimal(text)) return fromDecimal(text);
  if (text.length > MAX_FRACTION_LENGTH) return undefined;
  const [, numerator, denominator] = QUOTIENT.exec(text) ?? [];
  if (numerator === undefined || denominator === undefined) return undefined;
  const divisor = BigInt(denominator);
  return divisor === 0n ? undefined : reduced(toBigInt(numerator), divisor);
}

export function add(a: Fraction, b: Fraction): Fraction {
  return reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return reduced(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return reduced(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** The whole number `n` as a fraction. */
export function whole(n: number): Fraction {
  return { numerator: BigInt(n), denominator: 1n };
}

/** Negative when a < b, zero when equal, positive when a > b. */
export function compare(a: Fraction, b: Fraction): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** In lowest terms: `n/d`, or `n` for a whole number. `parseFraction` reads it back. */
export function formatFraction(a: Fraction): string {
  return a.denominator === 1n ? `${a.numerator}` : `${a.numerator}/${a.denominator}`;
}

function fromDecimal(text: string): Fraction {
  const [integer = '', decimals = ''] = text.split('.');
  return reduced(toBigInt(integer + decimals), 10n ** BigInt(decimals.length));
}

/** BigInt('+3') is a syntax error. */
function toBigInt(signed: string): bigint {
  return BigInt(signed.startsWith('+') ? signed.slice(1) : signed);
}

function reduced(numerator: bigint, denominator: bigint): Fraction {
  if (denominator === 1n) return { numerator, denominator };
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
