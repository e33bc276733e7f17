import { type AnswerValue, type Grid, isGrid, isList } from './answers.ts';
import { add, compare, type Fraction, parseFraction, subtract } from './fraction.ts';
import type { NumericalKey, QuestionKey } from './key.ts';
import { own } from './own.ts';

/** Whether an answer is fully right under a key. An answer of another type than the key's is not. */
export function matchesKey(key: QuestionKey, value: AnswerValue): boolean {
  switch (key.type) {
    case 'single':
    case 'assertion-reason':
      return value === key.option;
    case 'multiple':
      return isList(value) && isSameSet(value, key.options);
    case 'numerical':
      return typeof value === 'string' && meets(key.accept, parseFraction(value));
    case 'matrix':
      return isGrid(value) && Object.keys(key.rows).every((rowId) => isRowRight(key.rows, value, rowId));
    case 'true-false':
      return value === key.value;
    case 'short-text':
      return typeof value === 'string' && isAcceptedText(value, key.accept, key.caseSensitive);
  }
}

/** The least and the greatest number that a key takes. */
export function acceptedBounds(accept: NumericalKey): { readonly min: Fraction; readonly max: Fraction } {
  if ('exact' in accept) return { min: parseFraction(accept.exact), max: parseFraction(accept.exact) };
  if ('min' in accept) return { min: parseFraction(accept.min), max: parseFraction(accept.max) };
  const value = parseFraction(accept.value);
  const tolerance = parseFraction(accept.tolerance);
  return { min: subtract(value, tolerance), max: add(value, tolerance) };
}

/** Whether a row of a grid names exactly the columns of the key, in any order. */
export function isRowRight(keyRows: Grid, answer: Grid, rowId: string): boolean {
  return isSameSet(own(answer, rowId) ?? [], own(keyRows, rowId) ?? []);
}

/**
 * Text as it is compared: NFC, without space around it, any run of white space as one space, and, unless case
 * matters, with case folded.
 */
export function comparableText(text: string, caseSensitive: boolean): string {
  const plain = text.normalize('NFC').trim().replace(/\s+/g, ' ');
  return caseSensitive ? plain : foldCase(plain);
}

/** Upper case makes `SS` of `ß`, but leaves `ẞ`, which therefore goes through lower case first. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

function isAcceptedText(text: string, accept: readonly string[], caseSensitive: boolean): boolean {
  const given = comparableText(text, caseSensitive);
  return accept.some((accepted) => comparableText(accepted, caseSensitive) === given);
}

/** Exact decimals: `12.50` equals `12.5`, and 0.3 is within 0.1 of 0.2, which floating point denies. */
function meets(accept: NumericalKey, given: Fraction): boolean {
  const { min, max } = acceptedBounds(accept);
  return compare(given, min) >= 0 && compare(given, max) <= 0;
}

/** Both lists hold distinct ids. */
function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
