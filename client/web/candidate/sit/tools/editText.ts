/** A text with the place of the caret in it. */
export interface EditedText {
  readonly text: string;
  readonly caret: number;
}

/** Puts a piece in at the caret. */
export function insertAt({ text, caret }: EditedText, piece: string): EditedText {
  return { text: text.slice(0, caret) + piece + text.slice(caret), caret: caret + piece.length };
}

/** Takes away what stands before the caret: one letter, or a whole word such as `sin(`. */
export function deleteBefore({ text, caret }: EditedText): EditedText {
  const before = text.slice(0, caret).replace(/(?:[A-Za-z]+\(?|.)$/u, '');
  return { text: before + text.slice(caret), caret: before.length };
}

/** A number with its sign turned round. */
export function withOtherSign({ text, caret }: EditedText): EditedText {
  const isNegative = /^[-−]/.test(text);
  return isNegative
    ? { text: text.slice(1), caret: Math.max(0, caret - 1) }
    : { text: `-${text}`, caret: caret + 1 };
}
