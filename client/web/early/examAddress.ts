/** The exam that is sat at this path of the page; `null` for every other path. */
export function examSatAt(pathname: string): string | null {
  return /^\/exams\/([^/]+)\/sit$/.exec(pathname)?.[1] ?? null;
}
