/** Where the focus goes when its place is gone: the title of the dialog that is open, else the main part of the page. */
export function mainPlace(): HTMLElement | null {
  const title = document.querySelector<HTMLElement>('dialog[open] h2');
  // Not before it is needed: browsers of 2022 would begin each dialog at its title.
  if (title !== null) title.tabIndex = -1;
  return title ?? document.getElementById('main');
}
