/** Takes the first `most` out of a set, in the order in which they came in. */
export function takeFirst<T>(set: Set<T>, most: number): T[] {
  const taken: T[] = [];
  for (const each of set) {
    if (taken.length === most) break;
    taken.push(each);
  }
  for (const each of taken) set.delete(each);
  return taken;
}
