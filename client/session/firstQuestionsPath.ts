/** Where a page that comes back asks for its first questions before it has a session: few, so that they come soon. */
export function firstQuestionsPath(attemptId: string): string {
  return `/api/attempts/${encodeURIComponent(attemptId)}/paper?from=0&count=4`;
}
