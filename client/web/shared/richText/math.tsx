import { createContext, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { formulaSource } from '../../../../server/protocol/formulas.ts';
import { LatePart } from '../latePart.ts';
import { DrawingsContext } from './drawings.tsx';

interface MathProps {
  readonly tex: string;
  readonly display: boolean;
  /** Whether it may be part of a name, as in an option: a name is flat text, in which MathML loses its powers. */
  readonly isInName?: boolean;
}

type Katex = typeof import('./katex.ts')['katex'];

/** It weighs more than all the rest, so it comes with the first formula that came without a drawing. One for the page. */
const LoaderContext = createContext(new LatePart<Katex>(async () => (await import('./katex.ts')).katex));

export function useKatexLoader(): LatePart<Katex> {
  return useContext(LoaderContext);
}

/** A formula, with MathML beside it for screen readers: as it came with its question, else drawn here. */
export function Formula(formula: MathProps) {
  const drawing = useContext(DrawingsContext).get(formulaSource(formula));
  return drawing === undefined ? <LateFormula {...formula} /> : <span {...hostOf(formula)}>{drawing}</span>;
}

function hostOf({ tex, display, isInName = false }: MathProps) {
  return {
    className: display ? 'formula formula-display' : 'formula',
    ...(isInName && { role: 'math', 'aria-label': tex }),
  };
}

/** Its source stands there until KaTeX has come, and stays when it cannot be fetched or the source is no valid formula. */
function LateFormula(formula: MathProps) {
  const { tex, display } = formula;
  const katex = useKatex();
  const host = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    element.textContent = tex;
    if (katex !== null) draw(katex, element, { tex, display });
  }, [katex, tex, display]);
  return <span ref={host} {...hostOf(formula)} />;
}

/** Retries for formulas that could not be fetched: a candidate who was offline is soon back. */
const retryMs = 5_000;

function useKatex(): Katex | null {
  const loader = useKatexLoader();
  const [katex, setKatex] = useState<Katex | null>(loader.loaded);
  useEffect(() => {
    if (loader.loaded !== null) {
      setKatex(() => loader.loaded);
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const load = () =>
      loader.load().then(
        (loaded) => {
          if (!isGone) setKatex(() => loaded);
        },
        () => {
          if (!isGone) timer = setTimeout(() => void load(), retryMs);
        },
      );
    void load();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [loader]);
  return katex;
}

/** KaTeX builds nodes and sets their styles one by one, which the page's Content-Security-Policy allows. */
function draw(
  katex: Katex,
  element: HTMLElement,
  { tex, display }: Pick<MathProps, 'tex' | 'display'>,
): void {
  try {
    katex.render(tex, element, {
      displayMode: display,
      throwOnError: true,
      strict: 'ignore',
      maxExpand: 500,
    });
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    element.textContent = tex;
  }
}
