import { readFile } from 'node:fs/promises';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { drawnFor } from '../../../protocol/formulas.ts';
import { parseRichText } from '../../../protocol/richText.ts';
import { type Drawn, drawFormula } from './drawFormula.ts';

const draw = (tex: string) => drawFormula({ tex, display: false });

function textOf({ children }: Drawn): string {
  return children.map((each) => (typeof each === 'string' ? each : textOf(each))).join('');
}

describe('[CON-26] drawing a formula', () => {
  it('[CON-26] gives MathML and boxes, with letters that mean something in markup as text', () => {
    const drawing = draw('a < b > \\text{“\\&”}');
    if ('problem' in drawing) throw new Error(drawing.problem);
    expect(drawing.mathml.what).toBe('<mrow>');
    expect(textOf(drawing.mathml)).toBe('a<b>“&”');
    expect(drawing.boxes.map(({ what }) => what)).toEqual(['katex-base', 'katex-base', 'katex-base']);
  });

  it('[CON-26] is for the style sheet of the very KaTeX that draws', () => {
    expect(drawnFor).toBe(`katex ${katex.version}`);
  });

  it('[CON-26] succeeds with every formula of the built-in questions', async () => {
    const bank = await readFile(
      new URL('../../../../prisma/content/demo-questions.json', import.meta.url),
      'utf8',
    );
    const problems = textsIn(JSON.parse(bank))
      .flatMap((text) => parseRichText(text).flat())
      .flatMap((piece) => (piece.kind === 'math' ? [drawFormula(piece)] : []))
      .filter((drawing) => 'problem' in drawing);
    expect(problems).toEqual([]);
  });

  it.each([
    '\\vec{F} = m\\vec{a}, \\quad \\overline{AB} \\parallel \\overrightarrow{CD}',
    '\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}',
    '\\begin{array}{c|c} 1 & 2 \\\\ \\hline 3 & 4 \\end{array}',
    '\\begin{cases} x & x \\ge 0 \\\\ -x & x < 0 \\end{cases}',
    '\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}, \\sqrt[3]{x}',
    '\\underbrace{a + \\dots + a}_{n}, \\overbrace{b}^{m}, \\xrightarrow[k]{\\Delta}, \\widehat{ABC}',
    '\\cancel{5}, \\boxed{E = mc^2}, \\text{\\sout{x}}, \\fcolorbox{red}{aqua}{$x$}, \\textcolor{blue}{y}, \\rule{1em}{2em}',
    '\\left( \\dfrac{1}{\\dfrac{1}{2}} \\right), \\Bigl\\{ \\sum_{i=1}^{n} i \\Bigr\\}, \\binom{n}{k}',
    '\\text{वेग} = 5\\ \\text{मी/से}, 30^\\circ, \\pmb{x}, \\mathbb{R}, \\mathcal{L}, \\mathfrak{g}, x \\tag{1}',
    '\\phantom{x}, \\smash{y}, \\raisebox{1em}{z}, \\lim_{x \\to 0}, \\not=, \\stackrel{?}{=}, \\hphantom{a}',
  ])('[CON-26, CON-28] succeeds with what papers need: %s', (tex) => {
    expect(drawFormula({ tex, display: true })).not.toHaveProperty('problem');
  });
});

describe('[CON-26] a formula that cannot be drawn', () => {
  it.each([
    ['\\frac{1', "expected '}' at character 8 of it"],
    ['x + \\unknown', 'Undefined control sequence: \\unknown at character 5 of it'],
    ['वेग', 'Unicode text character'],
    ['\\def\\a{\\a\\a}\\a', 'Too many expansions'],
  ])('[CON-26] says why: %s', (tex, problem) => {
    expect(draw(tex)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it.each([
    ['\\href{https://elsewhere.example}{x}', '\\href'],
    ['\\url{javascript:alert(1)}', '\\url'],
    ['\\includegraphics{https://elsewhere.example/x.png}', '\\includegraphics'],
    ['\\htmlClass{dialog}{x}', '\\htmlClass'],
    ['\\htmlId{app}{x}', '\\htmlId'],
    ['\\htmlStyle{position: fixed}{x}', '\\htmlStyle'],
    ['\\htmlData{a=b}{x}', '\\htmlData'],
  ])('[CON-26, CON-28] would bring something of the author’s own: %s', (tex, command) => {
    expect(draw(tex)).toEqual({ problem: expect.stringMatching(`^\\${command}|HTML extension`) });
  });
});

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
