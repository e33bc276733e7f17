import type { Locator, Page } from 'playwright-core';

/** More stops than any screen has. */
const mostStops = 400;

/** A person who has a keyboard and nothing else, and who sees where the focus is. */
export class Keyboard {
  readonly #page: Page;
  /** What was wrong with places the focus came to. */
  readonly hidden: string[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.insertText(text);
  }

  /** Tab by Tab to the first of these; fails when no number of them leads there. */
  async goTo(place: Locator): Promise<void> {
    await place.first().waitFor();
    for (let stops = 0; stops < mostStops; stops += 1) {
      const isThere = await place.first().evaluate((element) => element === document.activeElement);
      if (isThere) return;
      await this.press('Tab');
      const complaint = await this.#page.evaluate(complaintAboutFocus);
      if (complaint !== null) this.hidden.push(complaint);
    }
    throw new Error(`No Tab leads to ${place}.`);
  }

  /** Goes there and presses it. */
  async use(place: Locator, key = 'Enter'): Promise<void> {
    await this.goTo(place);
    await this.press(key);
  }
}

/** Runs in the page: why somebody would not see where the focus is; `null` if they would. */
function complaintAboutFocus(): string | null {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const name = element.outerHTML.slice(0, 120);
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return `has no size: ${name}`;
  const ringed = element.closest('.choice') ?? element.closest('.file-button') ?? element;
  const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
  if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return `shows no focus: ${name}`;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 1), innerHeight - 1);
  const onTop = document.elementFromPoint(x, y);
  const isSeen =
    onTop !== null && (element.contains(onTop) || onTop.contains(element) || ringed.contains(onTop));
  return isSeen ? null : `is hidden by ${onTop?.outerHTML.slice(0, 80)}: ${name}`;
}
