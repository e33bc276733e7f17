/** Small things that this browser remembers where it may; never anything about answers. */
export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return null;
  }
}

export function writePreference(name: string, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // Forbidden or full: the choice lasts as long as the page.
  }
}

function keyOf(name: string): string {
  return `pariksha:${name}`;
}
