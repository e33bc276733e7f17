import katex from 'katex';
import { readElement } from '../../../protocol/formulas.ts';

/** An element of a drawing: what it is, as `readElement` reads it, and what is in it. */
export interface Drawn {
  readonly what: string;
  readonly children: (Drawn | string)[];
}

export type Drawing =
  /** For eyes, and for screen readers. */
  | { readonly boxes: readonly Drawn[]; readonly mathml: Drawn }
  /** Why there is none. */
  | { readonly problem: string };

interface Formula {
  readonly tex: string;
  readonly display: boolean;
}

/** In em: a formula that is larger than any screen is a slip. */
const largest = 50;

/**
 * Draws a formula with KaTeX, as HTML and MathML. Commands that would bring addresses, classes, styles or pictures of the
 * author's own are a problem, and so is whatever else would not stand on the lists of `readElement`.
 */
export function drawFormula({ tex, display }: Formula): Drawing {
  let forbidden: string | null = null;
  try {
    const markup = katex.renderToString(tex, {
      displayMode: display,
      output: 'htmlAndMathml',
      throwOnError: true,
      strict: true,
      maxSize: largest,
      maxExpand: 500,
      trust: ({ command }) => {
        forbidden = command;
        return false;
      },
    });
    if (forbidden !== null) return { problem: `${forbidden} may not be used here` };
    return partsOf(readMarkup(markup)) ?? { problem: 'it would bring something that no formula needs' };
  } catch (error) {
    if (error instanceof katex.ParseError) return { problem: sentenceOf(error) };
    throw error;
  }
}

function sentenceOf({ rawMessage, position }: { rawMessage: string; position?: number | undefined }): string {
  const reason = rawMessage.replace(/^LaTeX-incompatible input and strict mode is set to '\w+': /, '');
  return position === undefined ? reason : `${reason} at character ${position + 1} of it`;
}

/** `null` when an element is not on the lists, apart from those around the whole, which each page makes itself. */
function partsOf(root: Drawn): Drawing | null {
  const [mathml] = find(root, '<semantics>')?.children ?? [];
  const boxes = find(root, 'katex-html')?.children.filter((each) => typeof each !== 'string');
  if (mathml === undefined || typeof mathml === 'string' || boxes === undefined) return null;
  return [mathml, ...boxes].every(isKnown) ? { mathml, boxes } : null;
}

function find(within: Drawn, what: string): Drawn | undefined {
  if (within.what === what) return within;
  for (const child of within.children) {
    const found = typeof child === 'string' ? undefined : find(child, what);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isKnown({ what, children }: Drawn): boolean {
  return readElement(what) !== null && children.every((each) => typeof each === 'string' || isKnown(each));
}

/** A tag with its attributes, or text: what KaTeX writes is well-formed, with every value in double quotes. */
const piece = /<(\/)?([a-z]+)((?: [\w-]+="[^"]*")*)(\/)?>|([^<]+)/g;

function readMarkup(markup: string): Drawn {
  const root: Drawn = { what: '', children: [] };
  const open = [root];
  for (const [, isEnd, tag = '', attributes = '', isEmpty, text] of markup.matchAll(piece)) {
    if (text !== undefined) {
      open.at(-1)?.children.push(withoutEntities(text));
    } else if (isEnd) {
      open.pop();
    } else {
      const element = { what: whatIs(tag, attributes), children: [] };
      open.at(-1)?.children.push(element);
      if (!isEmpty) open.push(element);
    }
  }
  return root;
}

function whatIs(tag: string, attributes: string): string {
  const known = /^(?: class="([^"]*)")?(?: style="([^"]*)")?(?: aria-hidden="true")?$/.exec(attributes);
  if (tag === 'span' && known) {
    const [, classes = '', style = ''] = known;
    return style === '' ? classes : `${classes}{${style.replace(/;$/, '')}}`;
  }
  return `<${tag}${attributes.replace(/ xmlns="[^"]*"/, '').replace(/\s+/g, ' ')}>`;
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

function withoutEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => characters[entity] ?? entity);
}
