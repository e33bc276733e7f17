import type { PaperContent, PaperSection, Question, QuestionGroup } from './content.ts';

export interface IndexedQuestion {
  readonly question: Question;
  readonly sectionId: string;
}

/** A published paper with its lookups. Built once per paper and shared by every attempt that refers to its hash. */
export interface PaperIndex {
  readonly hash: string;
  readonly content: PaperContent;
  readonly questions: ReadonlyMap<string, IndexedQuestion>;
  readonly groups: ReadonlyMap<string, QuestionGroup>;
  readonly sections: ReadonlyMap<string, PaperSection>;
  /** In paper order. */
  readonly sectionIds: readonly string[];
}

/** Indexes a paper that `checkPaper` passes; there every id is unique, so no entry hides another. */
export function indexPaper(hash: string, paper: PaperContent): PaperIndex {
  const questions = new Map<string, IndexedQuestion>();
  for (const section of paper.sections) {
    for (const question of section.questions) {
      questions.set(question.id, { question, sectionId: section.id });
    }
  }
  const sections = new Map(paper.sections.map((section) => [section.id, section]));
  return {
    hash,
    content: paper,
    questions,
    groups: new Map(paper.groups.map((group) => [group.id, group])),
    sections,
    sectionIds: [...sections.keys()],
  };
}
