/** Greatest length of a decimal string in characters, sign and point included. */
const MAX_DECIMAL_LENGTH = 40;

// Without the `u` and `i` flags `\d` is exactly 0–9: Devanagari digits are not decimal strings.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** Whether the text is a plain decimal number: `12`, `-0.5`, `+3`, `.5`, `5.`; no exponent, no spaces, at most 40 characters. */
export function isDecimal(text: string): boolean {
  return text.length <= MAX_DECIMAL_LENGTH && DECIMAL.test(text);
}
