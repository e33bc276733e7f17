import type { NumberRange } from './content.ts';
import { isDecimal } from './decimal.ts';
import { compare, parseFraction } from './fraction.ts';
import type { NumericalKey } from './key.ts';
import { acceptedBounds } from './matching.ts';
import type { Place } from './problem.ts';

/** The bounds of a range can be read, and some number lies between them. */
export function checkRange(range: NumberRange, place: Place): void {
  place.must(Object.keys(range).length > 0, 'is empty: give min, max or both');
  checkDecimals(range, place);
  if (isReadable(range)) checkOrder(range, place);
}

/** A key can be read, and some answer that it takes is permitted. */
export function checkNumber(accept: NumericalKey, range: NumberRange, place: Place): void {
  const parts = place.below('accept');
  checkDecimals(accept, parts);
  if (!isReadable(accept)) return;
  if ('tolerance' in accept) {
    parts.below('tolerance').must(isAtMost('0', accept.tolerance), 'must not be negative');
  }
  if ('min' in accept) checkOrder(accept, parts);
  place.must(
    !isReadable(range) || canBeMet(accept, range),
    'lies outside the range of the question: no candidate could give this answer',
  );
}

function checkDecimals(numbers: NumberRange | NumericalKey, place: Place): void {
  for (const [name, text] of Object.entries(numbers)) {
    place
      .below(name)
      .must(isDecimal(text), 'must be a decimal number of at most 40 characters, such as 12.5');
  }
}

function isReadable(numbers: NumberRange | NumericalKey): boolean {
  return Object.values(numbers).every(isDecimal);
}

function checkOrder({ min, max }: NumberRange, place: Place): void {
  if (min === undefined || max === undefined) return;
  place.below('max').must(isAtMost(min, max), 'must not be less than min');
}

function isAtMost(a: string, b: string): boolean {
  return compare(parseFraction(a), parseFraction(b)) <= 0;
}

function canBeMet(accept: NumericalKey, range: NumberRange): boolean {
  const { min, max } = acceptedBounds(accept);
  return (
    (range.min === undefined || compare(parseFraction(range.min), max) <= 0) &&
    (range.max === undefined || compare(min, parseFraction(range.max)) <= 0)
  );
}
