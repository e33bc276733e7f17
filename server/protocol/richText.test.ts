import { describe, expect, it } from 'vitest';
import { parseRichText } from './richText.ts';

/** Pieces as text, formulas in brackets: `[x]` in the line, `[[x]]` on their own. */
function read(source: string): string[] {
  return parseRichText(source).map((paragraph) =>
    paragraph
      .map((piece) =>
        piece.kind === 'text' ? piece.text : piece.display ? `[[${piece.tex}]]` : `[${piece.tex}]`,
      )
      .join(''),
  );
}

describe('[WEB-4] rich text', () => {
  it('[WEB-4] has paragraphs at blank lines only', () => {
    expect(read('one\ntwo\n\nthree\n \n\nfour\n')).toEqual(['one\ntwo', 'three', 'four']);
    expect(read('')).toEqual([]);
  });

  it('[WEB-4] finds formulas in the line and on their own', () => {
    expect(read('If $x$ is $\\frac{1}{2}$, then $$x^2 = \\frac14$$ holds.')).toEqual([
      'If [x] is [\\frac{1}{2}], then [[x^2 = \\frac14]] holds.',
    ]);
    expect(read('$9$ और $k < 0$।')).toEqual(['[9] और [k < 0]।']);
  });

  it('[WEB-4] takes amounts of money for what they are', () => {
    const amounts = ['from $5 to $10', '$5-$10', 'a $20 note', 'It costs $ 3 or 4 $.', '\\$5 and \\$6'];
    expect(amounts.flatMap(read)).toEqual([
      'from $5 to $10',
      '$5-$10',
      'a $20 note',
      'It costs $ 3 or 4 $.',
      '$5 and $6',
    ]);
  });

  it('[WEB-4] keeps what looks like markup, and what is cut off', () => {
    expect(read('<b>bold</b> & <script>alert(1)</script>')).toEqual([
      '<b>bold</b> & <script>alert(1)</script>',
    ]);
    expect(read('an open $x formula')).toEqual(['an open $x formula']);
    expect(read('$$ not closed')).toEqual(['$$ not closed']);
  });

  it('[WEB-4] reads a long text of dollar signs in no time worth speaking of', () => {
    expect(read('$a '.repeat(5_000)).join('')).toHaveLength(14_999);
  });
});
