/** Letters that act in the exam, in the order of their list. None of them changes an answer. */
export const shortcutKeys = {
  next: 'n',
  back: 'p',
  mark: 'm',
  palette: 'q',
  overview: 'o',
  calculator: 'c',
  state: 't',
  larger: '+',
  smaller: '-',
  shortcuts: '?',
} as const;

export type Shortcut = keyof typeof shortcutKeys;

export interface PressedKey {
  readonly key: string;
  /** The place of the key, `KeyN`: in it the letter is found whatever script the keyboard writes. */
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The shortcut that a key stands for. With Ctrl, Alt or Cmd it belongs to the browser. */
export function shortcutOf({ key, code, altKey, ctrlKey, metaKey }: PressedKey): Shortcut | null {
  if (altKey || ctrlKey || metaKey) return null;
  const isLatin = /^[\x20-\x7e]$/.test(key);
  const letter = isLatin ? key.toLowerCase() : code.replace(/^Key/, '').toLowerCase();
  const found = Object.entries(shortcutKeys).find(([, value]) => value === letter)?.[0];
  return isShortcut(found) ? found : null;
}

function isShortcut(name: string | undefined): name is Shortcut {
  return name !== undefined && Object.hasOwn(shortcutKeys, name);
}
