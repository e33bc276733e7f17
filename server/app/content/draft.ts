import type { QuestionGroup } from '../../domain/content.ts';
import type { BankQuestion } from '../ports/content.ts';
import type { Note } from './note.ts';

/** A question of a file, and where its parts stand there. */
export interface Draft {
  readonly content: BankQuestion;
  /** Where a part of the question stands in the file: `options[2].text.en`, `key.option`; '' for the whole. */
  readonly placeOf: (path: string) => string;
}

/** What was read from a file; of no use while there are problems. */
export interface BankDraft {
  readonly groups: readonly QuestionGroup[];
  readonly questions: readonly Draft[];
  readonly problems: readonly Note[];
  readonly warnings: readonly Note[];
}
