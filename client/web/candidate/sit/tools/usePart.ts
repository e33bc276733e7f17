import { useCallback, useEffect, useState } from 'react';

export type Part<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly part: T }
  | { readonly kind: 'missing'; readonly tryAgain: () => void };

/** A part of the page that is fetched when it is first needed; a connection that fails meanwhile is no broken page. */
export function usePart<T>(load: () => Promise<T>): Part<T> {
  const [found, setFound] = useState<{ readonly part: T | null }>();
  const [tries, setTries] = useState(0);
  const tryAgain = useCallback(() => setTries((done) => done + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try loads anew
  useEffect(() => {
    let isGone = false;
    setFound(undefined);
    load().then(
      (part) => !isGone && setFound({ part }),
      () => !isGone && setFound({ part: null }),
    );
    return () => {
      isGone = true;
    };
  }, [load, tries]);
  if (found === undefined) return { kind: 'loading' };
  return found.part === null ? { kind: 'missing', tryAgain } : { kind: 'there', part: found.part };
}
