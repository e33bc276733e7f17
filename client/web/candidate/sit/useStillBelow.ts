import { type RefObject, useLayoutEffect } from 'react';

interface StillBelow {
  /** Also where the page is at its upper edge, so that the part itself goes out of sight unless it is sticky. */
  readonly isAlways: boolean;
}

/**
 * What is below this part of the page stays where it is on the screen while the part grows by itself, and shrinks, as far as the
 * page can be scrolled: nobody is to press an option that was not there a moment ago. The page that it stands in is told as `--grown` how much higher it must be,
 * so that there is room to scroll.
 */
export function useStillBelow(part: RefObject<HTMLElement | null>, { isAlways }: StillBelow): void {
  useLayoutEffect(() => {
    const element = part.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const { style } = document.documentElement;
    // Not every browser keeps the place by itself, and none does at the upper edge: where one does, it would be done twice.
    style.setProperty('overflow-anchor', 'none');
    let [width, height] = [element.offsetWidth, element.offsetHeight];
    let lowest = height;
    let hasLetters = false;
    document.fonts.ready.then(() => {
      hasLetters = true;
    });
    const observer = new ResizeObserver(() => {
      // Whoever turns a tablet looks anew, and so does whoever sees the first letters come.
      const isSame = hasLetters && element.offsetWidth === width;
      const grown = element.offsetHeight - height;
      [width, height] = [element.offsetWidth, element.offsetHeight];
      lowest = isSame ? Math.min(lowest, height) : height;
      if (isAlways) element.parentElement?.style.setProperty('--grown', `${height - lowest}px`);
      if (isSame && grown !== 0 && (isAlways || scrollY > 0)) scrollBy({ top: grown, behavior: 'instant' });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      style.removeProperty('overflow-anchor');
    };
  }, [part, isAlways]);
}
