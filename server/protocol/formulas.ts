/**
 * Formulas as they were drawn when their paper was published. Written out in the README of this folder. Nothing of it is
 * markup to be interpreted: a page makes the elements itself, and no others than `readElement` knows.
 */

/** Whose style sheet and fonts the drawings are for: with those of another they would fall apart. */
export const drawnFor = 'katex 0.19.1';

/**
 * What an element is (see `readElement`), and what is in it: a number is the place of an earlier part, a string is text.
 */
export type FormulaPart = readonly [what: string, ...children: (string | number)[]];

/** The formulas in the texts of one question or passage. */
export interface Formulas {
  readonly drawnFor: string;
  /** Each once, however often it is used. */
  readonly parts: readonly FormulaPart[];
  /** By `formulaSource`: the places of its MathML and, behind it, of the boxes that are seen. */
  readonly drawn: Readonly<Record<string, readonly number[]>>;
}

export function formulaSource({ tex, display }: { readonly tex: string; readonly display: boolean }): string {
  return display ? `$$${tex}$$` : `$${tex}$`;
}

export interface FormulaElement {
  readonly tag: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly style: readonly (readonly [property: string, value: string])[];
}

const tags = new Set(
  (
    'span svg path line mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover ' +
    'mtable mtr mtd menclose mpadded mphantom mstyle'
  ).split(' '),
);

const attributeNames = new Set(
  (
    'class accent accentunder columnalign columnlines columnspacing depth displaystyle fence height largeop linebreak ' +
    'linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize notation rowlines rowspacing ' +
    'rspace scriptlevel separator stretchy valign voffset width d preserveAspectRatio viewBox stroke-width x1 x2 y1 y2'
  ).split(' '),
);

const properties = new Set(
  (
    'background-color border border-bottom-width border-color border-right-style border-right-width border-style ' +
    'border-top-width border-width bottom color height left margin margin-left margin-right margin-top min-width ' +
    'padding-left position text-shadow top vertical-align width'
  ).split(' '),
);

/** Neither addresses nor functions can be written with these. */
const plainValue = /^[-\w#%+., ]*$/;

/**
 * Reads what an element is: `class names{property:value;…}` for a span, `<tag attribute="value" …>` for an element of
 * MathML or SVG. `null` for anything that is not on the lists: no formula needs it, and a page must not make it.
 */
export function readElement(what: string): FormulaElement | null {
  const element = what.startsWith('<') ? readTag(what) : readSpan(what);
  return element !== null && isKnown(element) ? element : null;
}

function readSpan(what: string): FormulaElement | null {
  const [whole, classes = '', style = ''] = /^([^{}]*)(?:\{([^{}]*)\})?$/.exec(what) ?? [];
  if (whole === undefined) return null;
  return {
    tag: 'span',
    attributes: classes === '' ? [] : [['class', classes]],
    style: readStyle(style),
  };
}

function readTag(what: string): FormulaElement | null {
  const [whole, tag = '', list = ''] = /^<([a-z]+)((?: [\w-]+="[^"]*")*)>$/.exec(what) ?? [];
  if (whole === undefined) return null;
  const all = Array.from(
    list.matchAll(/ ([\w-]+)="([^"]*)"/g),
    ([, name = '', value = '']) => [name, value] as const,
  );
  return {
    tag,
    attributes: all.filter(([name]) => name !== 'style'),
    style: all.filter(([name]) => name === 'style').flatMap(([, style]) => readStyle(style)),
  };
}

function readStyle(style: string): FormulaElement['style'] {
  return style
    .split(';')
    .filter((each) => each !== '')
    .map((each) => {
      const [property = '', ...value] = each.split(':');
      return [property.trim(), value.join(':').trim()];
    });
}

function isKnown({ tag, attributes, style }: FormulaElement): boolean {
  return (
    tags.has(tag) &&
    attributes.every(([name, value]) => attributeNames.has(name) && plainValue.test(value)) &&
    style.every(([property, value]) => properties.has(property) && plainValue.test(value))
  );
}
