import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import { normaliseAnswer } from '../../../session/normalise.ts';
import { isInRange, type NumberRange } from './numberRange.ts';

/** Why typed text cannot be sent as an answer. */
export type TypedProblem = 'not-a-number' | 'number-too-long' | 'out-of-range' | 'text-too-long';

/** As in the contract: at most 40 characters, sign and point included, no exponent. */
const longestNumber = 40;
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

export interface TypedAnswer {
  /** In the form in which it is sent; `null` where nothing is left of it. */
  readonly value: string | null;
  readonly problem: TypedProblem | null;
}

/** Reads what was typed into the field of a numerical question or a short text. */
export function readTyped({ type, maxLength, range }: WireQuestion, text: string): TypedAnswer {
  const normal = normaliseAnswer(type, text);
  if (typeof normal !== 'string' || normal.trim() === '') return { value: null, problem: null };
  if (type === 'numerical') return { value: normal, problem: numberProblem(normal, range) };
  const isTooLong = maxLength !== undefined && countCharacters(normal) > maxLength;
  return { value: normal, problem: isTooLong ? 'text-too-long' : null };
}

/** Code points of the form that is sent, as the server counts them. */
export function countCharacters(text: string): number {
  return [...text.normalize('NFC')].length;
}

function numberProblem(text: string, range: NumberRange = {}): TypedProblem | null {
  if (!decimal.test(text)) return 'not-a-number';
  if (text.length > longestNumber) return 'number-too-long';
  return isInRange(text, range) ? null : 'out-of-range';
}
