import { type RefObject, useLayoutEffect } from 'react';

/**
 * What is `below` a part of the page stays where it is on the screen while the part grows or shrinks by itself: nobody is to
 * press an option that was not there a moment ago. Some browsers see to that alone, but none at the upper edge of the page.
 * The page they stand in is told as `--grown` how much higher it must be for that, so that there is room to scroll.
 */
export function useStillBelow(
  part: RefObject<HTMLElement | null>,
  below: RefObject<HTMLElement | null>,
): void {
  useLayoutEffect(() => {
    const [changing, still] = [part.current, below.current];
    if (changing === null || still === null || typeof ResizeObserver === 'undefined') return;
    const page = changing.parentElement;
    const lowest = changing.offsetHeight;
    const place = () => still.getBoundingClientRect().top;
    let last = place();
    const remember = () => {
      last = place();
    };
    const observer = new ResizeObserver(() => {
      const grown = Math.max(0, changing.offsetHeight - lowest);
      page?.style.setProperty('--grown', `${grown}px`);
      scrollBy({ top: place() - last, behavior: 'instant' });
      remember();
    });
    observer.observe(changing);
    addEventListener('scroll', remember, { passive: true });
    return () => {
      observer.disconnect();
      removeEventListener('scroll', remember);
    };
  }, [part, below]);
}
