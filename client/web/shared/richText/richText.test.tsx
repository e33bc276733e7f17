import katex from 'katex';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { withFormulas } from '../../../../server/app/content/formulas/paperFormulas.ts';
import type { Formulas } from '../../../../server/protocol/formulas.ts';
import { everyType, rulesAt } from '../../../../server/test/exams.ts';
import { DrawingsContext, drawingsOf } from './drawings.tsx';
import { PlainTextContext, RichText } from './richText.tsx';

const markup = (source: string) =>
  renderToStaticMarkup(<RichText text={{ en: source, hi: 'प्रश्न' }} language="en" />);

describe('[WEB-3] texts of a paper', () => {
  it('[WEB-3] show markup as text', () => {
    const html = markup('<img src=x onerror="alert(1)"> & <b>not bold</b>');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;> &amp; &lt;b>not bold&lt;/b>');
    expect(html).not.toContain('<img');
  });

  it('[WEB-3] name their language, and fall back to one there is', () => {
    const text = { en: 'question', hi: 'प्रश्न' };
    expect(renderToStaticMarkup(<RichText text={text} language="hi" />)).toContain('lang="hi"');
    expect(renderToStaticMarkup(<RichText text={text} language="ta" />)).toContain('lang="en"');
    expect(renderToStaticMarkup(<RichText text={{ ur: 'سوال' }} language="hi" />)).toContain(
      'lang="ur" dir="rtl"',
    );
  });

  it('[WEB-3, WEB-10] stand there as they were written where formulas are not drawn', () => {
    const html = renderToStaticMarkup(
      <PlainTextContext value={true}>
        <RichText text={{ en: 'Is $x < 1$?' }} language="en" />
      </PlainTextContext>,
    );
    expect(html).toContain('<p>Is $x &lt; 1$?</p>');
  });
});

/** As publishing draws them. */
function drawn(tex: string): Formulas {
  const paper = { ...everyType(rulesAt(0)), groups: [{ id: 'g', text: { en: tex } }] };
  const formulas = withFormulas(paper).paper.groups[0]?.formulas;
  if (formulas === undefined) throw new Error(`Nothing was drawn of ${tex}.`);
  return formulas;
}

const markupWith = (formulas: Formulas, source: string) =>
  renderToStaticMarkup(
    <DrawingsContext value={drawingsOf(formulas)}>
      <RichText text={{ en: source }} language="en" />
    </DrawingsContext>,
  );

describe('[WEB-114] formulas that were drawn at publication', () => {
  it.each([
    'v = \\frac{s}{t}',
    '\\sqrt{x} < \\vec{a}',
    '\\begin{array}{c|c} 1 & 2 \\\\ \\hline 3 & 4 \\end{array}',
    '\\text{वेग} = \\textcolor{red}{5} \\cancel{x} \\boxed{y}',
    '\\pmb{x} \\xrightarrow{\\Delta}',
  ])('[WEB-114] look as KaTeX itself would have written them: %s', (tex) => {
    const html = inOneForm(markupWith(drawn(`$${tex}$ $$${tex}$$`), `$${tex}$ $$${tex}$$`));
    for (const displayMode of [false, true]) {
      expect(html).toContain(inOneForm(katex.renderToString(tex, { displayMode, strict: true })));
    }
  });

  it.each<[string, (formulas: Formulas) => Formulas]>([
    ['a part that is not on the list', (of) => ({ ...of, parts: [...of.parts, ['<script>', 'alert(1)']] })],
    ['a style that loads', (of) => ({ ...of, parts: [['mord{background-image:url(x)}'], ...of.parts] })],
    ['drawings for another style sheet', (of) => ({ ...of, drawnFor: 'katex 0.1.0' })],
  ])('[WEB-115] are not used with %s', (_, spoil) => {
    const html = markupWith(spoil(drawn('$x$')), '$x$');
    expect(html).not.toContain('katex');
    expect(html).not.toContain('script');
  });

  it('[WEB-115] show markup in them as text', () => {
    const formulas = drawn('$x$');
    const parts = formulas.parts.map(
      ([what, ...children]) => [what, ...children.map((each) => (each === 'x' ? '<b>x</b>' : each))] as const,
    );
    expect(markupWith({ ...formulas, parts }, '$x$')).toContain('&lt;b>x&lt;/b>');
  });
});

/** What can be written in more than one way: order and spelling of attributes, entities, white space, empty elements. */
function inOneForm(html: string): string {
  const inOrder = (attributes: string) => (attributes.match(/ [\w-]+="[^"]*"/g) ?? []).toSorted().join('');
  return html
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/ (?:xmlns="[^"]*"|class="")/g, '')
    .replace(/: /g, ':')
    .replace(/;"/g, '"')
    .replace(/<(\w+)((?: [\w-]+="[^"]*")+)/g, (_, tag: string, list: string) => `<${tag}${inOrder(list)}`)
    .replace(/<\/(?:path|line)>|\/(?=>)/g, '');
}
