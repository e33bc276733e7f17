import type { WireQuestion } from '../../server/protocol/candidate.ts';

/** A candidate's answer as it travels; see `server/protocol`. `null` clears. */
export type AnswerValue =
  | null
  | string
  | boolean
  | readonly string[]
  | Readonly<Record<string, readonly string[]>>;

/** Zeros of the decimal digits that Indian keyboards and their neighbours type; the other nine follow each. */
const zeros = [
  0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x1c50, 0xabf0,
  0xff10,
];

const asciiDigits = new Map(
  zeros.flatMap((zero) =>
    Array.from({ length: 10 }, (_, digit) => [String.fromCodePoint(zero + digit), String(digit)]),
  ),
);

/** The form in which an answer is journalled: what looks the same to the candidate is the same to the marking. */
export function normaliseAnswer(type: WireQuestion['type'] | undefined, value: AnswerValue): AnswerValue {
  if (typeof value !== 'string') return value;
  switch (type) {
    case 'numerical':
      return normaliseNumber(value);
    case 'short-text':
      return normaliseText(value);
    default:
      return value;
  }
}

/** NFC, well-formed, without U+0000 (no database keeps that). */
export function normaliseText(value: string): string {
  return value.toWellFormed().replaceAll('\u0000', '').normalize('NFC');
}

/** Digits of any script in ASCII, the minus sign as a hyphen-minus, no white space. */
function normaliseNumber(value: string): string {
  return normaliseText(value)
    .replace(/\p{Nd}/gu, (digit) => asciiDigits.get(digit) ?? digit)
    .replace(/[\u2212\u2010\u2011\ufe63\uff0d]/g, '-')
    .replace(/\uff0e/g, '.')
    .replace(/\s/gu, '');
}
