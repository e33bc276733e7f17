import type { WireQuestion } from '../../../../server/protocol/candidate.ts';

export type NumberRange = NonNullable<WireQuestion['range']>;

/** Whether a decimal string lies within the bounds, which do themselves; exactly, as the server marks it. */
export function isInRange(text: string, { min = text, max = text }: NumberRange): boolean {
  return isAtMost(min, text) && isAtMost(text, max);
}

/** Without floating point, to which 0.1 and 0.10000000000000001 are the same. */
function isAtMost(a: string, b: string): boolean {
  const places = Math.max(decimalsOf(a).length, decimalsOf(b).length);
  return scaled(a, places) <= scaled(b, places);
}

/** The number times ten to the power of `places`, which are at least its own. */
function scaled(text: string, places: number): bigint {
  const [whole = ''] = text.split('.');
  return BigInt(whole.replace('+', '') + decimalsOf(text).padEnd(places, '0'));
}

function decimalsOf(text: string): string {
  return text.split('.')[1] ?? '';
}
