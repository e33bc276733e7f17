import { type RefObject, useLayoutEffect } from 'react';

interface StillBelow {
  /** Also where the page is at its upper edge, so that the part itself goes out of sight unless it is sticky. */
  readonly isAlways: boolean;
}

/** How far the page was scrolled when nothing in it was about to move: for all parts of it, which may change in one moment. */
let y = 0;

/**
 * What is below this part of the page stays where it is on the screen while the part grows by itself, and shrinks, as far as the
 * page can be scrolled: nobody is to press an option that was not there a moment ago. The page that it stands in is told as
 * `--grown` how much higher it must be, so that there is room to scroll.
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
    y = scrollY;
    const isAtEnd = () => scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    /** A page that has become too short moves by itself, before or after this hears of it: that is no scrolling. */
    const isCut = () => element.offsetHeight < height && isAtEnd() && y > scrollY;
    const remember = () => {
      if (!isCut()) y = scrollY;
    };
    let hasLetters = false;
    document.fonts.ready.then(() => {
      hasLetters = true;
    });
    const observer = new ResizeObserver(() => {
      // Whoever turns a tablet looks anew, and so does whoever sees the first letters come.
      const isSame = hasLetters && element.offsetWidth === width;
      const grown = element.offsetHeight - height;
      remember();
      [width, height] = [element.offsetWidth, element.offsetHeight];
      lowest = isSame ? Math.min(lowest, height) : height;
      if (isAlways) element.parentElement?.style.setProperty('--grown', `${height - lowest}px`);
      if (isSame && grown !== 0 && (isAlways || scrollY > 0))
        scrollTo({ top: y + grown, behavior: 'instant' });
      remember();
    });
    observer.observe(element);
    addEventListener('scroll', remember, { passive: true });
    return () => {
      observer.disconnect();
      removeEventListener('scroll', remember);
      style.removeProperty('overflow-anchor');
    };
  }, [part, isAlways]);
}
