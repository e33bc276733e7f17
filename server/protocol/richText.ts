/** `at`: where in its paragraph's source it begins. */
export type Piece =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'math'; readonly at: number; readonly tex: string; readonly display: boolean };

export type Paragraph = readonly Piece[];

/**
 * `$$…$$`, or `$…$` where the opening sign is followed and the closing one preceded by something other than a space
 * and no digit follows (the rule of Pandoc's tex_math_dollars): "from $5 to $10" holds no formula. `\$` is a dollar sign.
 */
const math = /\\\$|\$\$([^$]+)\$\$|\$(?![\s$])((?:\\.|[^$\\])*?(?:\\.|[^$\\\s]))\$(?!\d)/gs;

/** The marks that question texts may hold: paragraphs at blank lines, and formulas. Anything else is text. */
export function parseRichText(source: string): readonly Paragraph[] {
  return source
    .split(/\n[^\S\n]*\n\s*/)
    .map(parseParagraph)
    .filter((paragraph) => paragraph.length > 0);
}

function parseParagraph(source: string): Paragraph {
  const pieces: Piece[] = [];
  const addText = (text: string, at: number) => {
    const last = pieces.at(-1);
    if (text === '') return;
    if (last?.kind === 'text') pieces.splice(-1, 1, { ...last, text: last.text + text });
    else pieces.push({ kind: 'text', at, text });
  };
  let from = 0;
  for (const match of source.matchAll(math)) {
    const [whole, display, inline] = match;
    const at = match.index;
    addText(source.slice(from, at), from);
    from = at + whole.length;
    const tex = display ?? inline;
    if (tex === undefined) addText('$', at);
    else pieces.push({ kind: 'math', at, tex: tex.trim(), display: display !== undefined });
  }
  addText(source.slice(from).trimEnd(), from);
  return pieces;
}
