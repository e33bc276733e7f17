import { useEffect, useRef } from 'react';
import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import { drawingsOf } from '../../shared/richText/drawings.tsx';
import { useKatexLoader } from '../../shared/richText/math.tsx';
import { languages, loadTexts } from '../../shared/texts/catalogues.ts';
import { loadReceiptView } from '../receipt/loadReceiptView.ts';
import { lateParts } from './late/lateParts.ts';

/**
 * Fetches what the questions that are here will need, so that the exam goes on when the connection is lost later. Nothing of
 * it stands before the first question: it begins when that has been painted.
 */
export function usePrefetch(questions: Readonly<Record<string, WireQuestion>>): void {
  const katex = useKatexLoader();
  const fetched = useRef(new Set<string>());
  useEffect(() => {
    const all = Object.values(questions);
    return afterPaint(() => {
      for (const { src } of all.flatMap(({ images = [], group }) => [...images, ...(group?.images ?? [])])) {
        if (fetched.current.has(src)) continue;
        fetched.current.add(src);
        new Image().src = src;
      }
      // What cannot be fetched now is fetched when it is shown.
      if (all.some(hasDrawings)) for (const font of formulaFonts) document.fonts.load(font).catch(() => {});
      if (all.some(lacksDrawings)) katex.load().catch(() => {});
    });
  }, [questions, katex]);
  const hasBegun = Object.keys(questions).length > 0;
  useEffect(() => {
    if (!hasBegun) return;
    return afterPaint(() => {
      lateParts.load().catch(() => {});
      loadReceiptView().catch(() => {});
      for (const language of languages) loadTexts(language).catch(() => {});
    });
  }, [hasBegun]);
}

/** What nearly every formula is set in. */
const formulaFonts = ['1em KaTeX_Main', 'italic 1em KaTeX_Math'];

function hasDrawings({ formulas, group }: WireQuestion): boolean {
  return [formulas, group?.formulas].some((each) => drawingsOf(each).size > 0);
}

/** Dollar signs without a formula ask for nothing worse than a file too many. */
function lacksDrawings(question: WireQuestion): boolean {
  return !hasDrawings(question) && JSON.stringify(question).includes('$');
}

function afterPaint(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(work, 0);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
