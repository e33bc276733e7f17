import { useEffect, useRef } from 'react';
import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import { useKatexLoader } from '../../shared/richText/math.tsx';
import { languages, loadTexts } from '../../shared/texts/catalogues.ts';

/** Fetches what the questions that are here will need, so that the exam goes on when the connection is lost later. */
export function usePrefetch(questions: Readonly<Record<string, WireQuestion>>): void {
  const katex = useKatexLoader();
  const fetched = useRef(new Set<string>());
  useEffect(() => {
    const all = Object.values(questions);
    for (const { src } of all.flatMap(({ images = [], group }) => [...images, ...(group?.images ?? [])])) {
      if (fetched.current.has(src)) continue;
      fetched.current.add(src);
      new Image().src = src;
    }
    // What cannot be fetched now is fetched when it is shown.
    if (JSON.stringify(all).includes('$')) katex.load().catch(() => {});
  }, [questions, katex]);
  useEffect(() => {
    for (const language of languages) loadTexts(language).catch(() => {});
  }, []);
}
