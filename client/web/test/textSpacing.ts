import type { Page } from 'playwright-core';

/** What a reader may set by WCAG 1.4.12, with nothing lost. */
const spacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }';

/** Sets the texts of a page that wide, from now on. Returns how to undo it. */
export async function spaceTexts(page: Page): Promise<() => Promise<void>> {
  await page.evaluate((css) => {
    // A sheet of the page's own making: the Content-Security-Policy allows no other.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, spacing);
  return () =>
    page.evaluate(() => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
    });
}

/** Texts of which a part is cut off, and whether the page is wider than its window. */
export function cutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const cut = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const hides = overflowX === 'hidden' || overflowY === 'hidden';
      const isForEars =
        element.closest('.visually-hidden, .katex-mathml, thead') !== null || element.clientWidth <= 1;
      const isCut =
        element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
      return hides && !isForEars && isCut && element.textContent !== '';
    });
    const { scrollWidth } = document.documentElement;
    const sideways =
      scrollWidth > innerWidth ? [`The page is ${scrollWidth} px wide, not ${innerWidth}.`] : [];
    return [...sideways, ...cut.map((element) => element.outerHTML.slice(0, 160))];
  });
}
