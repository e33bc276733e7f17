import { useSyncExternalStore } from 'react';

/** Wide enough for what went out to stand beside what comes in. */
const query = '(min-width: 100rem)';

export function useIsWide(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

function subscribe(changed: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
}
