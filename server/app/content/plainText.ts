/**
 * Why a text cannot be kept and shown as it is, or `null` when it can: too long (in UTF-16 units), bytes that were not
 * UTF-8, U+0000 or another control character than tab and line break.
 */
export function unusableText(text: string, maxLength: number): string | null {
  if (text.length > maxLength) {
    return `has ${text.length} characters, but ${maxLength} is the most: shorten it`;
  }
  if (text.includes('\ufffd')) {
    return 'holds bytes that are not UTF-8 (or the sign � that stands for them): save the file as UTF-8';
  }
  if (!text.isWellFormed()) return 'holds half a surrogate pair, which is no text: write it anew';
  const control = [...text].find(isControl);
  if (control === undefined) return null;
  const code = (control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `holds the control character U+${code}: remove it`;
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code < 0x20 && character !== '\n' && character !== '\t') || (code >= 0x7f && code < 0xa0);
}
