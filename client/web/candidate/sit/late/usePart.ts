import { useCallback, useEffect, useState } from 'react';
import type { LatePart } from '../../../shared/latePart.ts';

export type Part<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly part: T }
  | { readonly kind: 'missing'; readonly tryAgain: () => void };

/** A part of the page that may still have to be fetched; a connection that fails meanwhile is no broken page. */
export function usePart<T>(late: LatePart<T>): Part<T> {
  const [part, setPart] = useState(() => late.loaded);
  const [isMissing, setIsMissing] = useState(false);
  const tryAgain = useCallback(() => setIsMissing(false), []);
  useEffect(() => {
    if (part !== null || isMissing) return;
    let isGone = false;
    late.load().then(
      (loaded) => !isGone && setPart(() => loaded),
      () => !isGone && setIsMissing(true),
    );
    return () => {
      isGone = true;
    };
  }, [late, part, isMissing]);
  if (part !== null) return { kind: 'there', part };
  return isMissing ? { kind: 'missing', tryAgain } : { kind: 'loading' };
}
