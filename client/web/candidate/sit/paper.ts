import type { Deadline, PaperOutline } from '../../../../server/protocol/candidate.ts';

export type Section = PaperOutline['sections'][number];

export function sectionOf(sections: readonly Section[], questionId: string): Section | undefined {
  return sections.find(({ questionIds }) => questionIds.includes(questionId));
}

/** Sections with times of their own follow each other, and there is no way back. */
export function isLockedInOrder(deadline: Deadline | null): boolean {
  return deadline?.sections !== undefined;
}

/** The questions that can be gone to, in the candidate's order. */
export function reachable(sections: readonly Section[]): readonly string[] {
  return sections.filter(({ state }) => state === 'open').flatMap(({ questionIds }) => questionIds);
}

/** Every question of the paper, in the candidate's order. */
export function allQuestions(sections: readonly Section[]): readonly string[] {
  return sections.flatMap(({ questionIds }) => questionIds);
}

/** The one `steps` further on; `null` where the row ends. */
export function neighbour(ids: readonly string[], id: string | null, steps: 1 | -1): string | null {
  const index = id === null ? -1 : ids.indexOf(id);
  return index === -1 ? null : (ids[index + steps] ?? null);
}
