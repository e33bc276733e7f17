import { createContext, createElement, type ReactNode } from 'react';
import {
  drawnFor,
  type FormulaElement,
  type FormulaPart,
  type Formulas,
  readElement,
} from '../../../../server/protocol/formulas.ts';

/** What a formula looks like, by its source as `formulaSource` writes it. */
export type Drawings = ReadonlyMap<string, ReactNode>;

const none: Drawings = new Map();

/** The drawings that came with the question whose texts stand here. */
export const DrawingsContext = createContext(none);

const known = new WeakMap<Formulas, Drawings>();

/**
 * Makes the elements of drawings that came with a question, each of them only if it is on the list. Where one is not, or
 * where the drawings are for another style sheet than this page's, there are none.
 */
export function drawingsOf(formulas: Formulas | undefined): Drawings {
  if (formulas === undefined || formulas.drawnFor !== drawnFor) return none;
  const drawings = known.get(formulas) ?? makeDrawings(formulas);
  known.set(formulas, drawings);
  return drawings;
}

function makeDrawings({ parts, drawn }: Formulas): Drawings {
  const nodes: ReactNode[] = [];
  for (const part of parts) {
    const node = makePart(part, nodes);
    if (node === null) return none;
    nodes.push(node);
  }
  return new Map(
    Object.entries(drawn).map(([source, [mathml = -1, ...boxes]]) => [
      source,
      makeFormula(source, nodes[mathml], pick(boxes, nodes)),
    ]),
  );
}

/** `null` when it is not on the list. */
function makePart([what, ...children]: FormulaPart, earlier: readonly ReactNode[]): ReactNode {
  const element = readElement(what);
  return element && createElement(element.tag, propsOf(element), ...pick(children, earlier));
}

function pick(children: readonly (string | number)[], nodes: readonly ReactNode[]): readonly ReactNode[] {
  return children.map((child) => (typeof child === 'string' ? child : nodes[child]));
}

function propsOf({ attributes, style }: FormulaElement): Readonly<Record<string, unknown>> {
  return {
    ...Object.fromEntries(
      attributes.map(([name, value]) => [name === 'class' ? 'className' : inCamelCase(name), value]),
    ),
    // Set one by one, which the page's Content-Security-Policy allows.
    ...(style.length > 0 && {
      style: Object.fromEntries(style.map(([name, value]) => [inCamelCase(name), value])),
    }),
  };
}

function inCamelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** MathML for screen readers, and boxes that are hidden from them, as KaTeX's style sheet wants them. */
function makeFormula(source: string, mathml: ReactNode, boxes: readonly ReactNode[]): ReactNode {
  const isDisplay = source.startsWith('$$');
  const tex = isDisplay ? source.slice(2, -2) : source.slice(1, -1);
  const annotation = createElement('annotation', { encoding: 'application/x-tex' }, tex);
  const math = createElement(
    'math',
    isDisplay ? { display: 'block' } : null,
    createElement('semantics', null, mathml, annotation),
  );
  const formula = (
    <span className="katex">
      <span className="katex-mathml">{math}</span>
      {createElement('span', { className: 'katex-html', 'aria-hidden': true }, ...boxes)}
    </span>
  );
  return isDisplay ? <span className="katex-display">{formula}</span> : formula;
}
