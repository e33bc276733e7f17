/** Something that the author of a file should know, and where: `row 12, column correct` or `questions[3].key`. */
export interface Note {
  readonly where: string;
  readonly message: string;
}

const natural = new Intl.Collator('en', { numeric: true });

/** In the order of the file, one for each place: what is found there later follows from the first. */
export function inOrder(notes: readonly Note[]): readonly Note[] {
  const firsts = new Map<string, Note>();
  for (const note of notes) if (!firsts.has(note.where)) firsts.set(note.where, note);
  return [...firsts.values()].sort((a, b) => natural.compare(a.where, b.where));
}
