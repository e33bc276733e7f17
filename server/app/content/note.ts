/** Something that the author of a file should know, and where: `row 12, column correct` or `questions[3].key`. */
export interface Note {
  readonly where: string;
  readonly message: string;
}

const natural = new Intl.Collator('en', { numeric: true });

/** In the order of the file. */
export function inOrder(notes: readonly Note[]): readonly Note[] {
  return notes.toSorted((a, b) => natural.compare(a.where, b.where));
}
