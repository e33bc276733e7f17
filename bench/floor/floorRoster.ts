import type { AnswerBook } from '../answerBook.ts';
import type { RosterLine } from '../generator/messages.ts';

/** Candidates of a server that asks nobody who they are. */
export function floorRoster(candidates: number): readonly RosterLine[] {
  const token = 'nobody looks at it';
  return Array.from({ length: candidates }, (_, number) => ({
    number,
    username: '',
    token,
    expiresAt: Number.MAX_SAFE_INTEGER,
  }));
}

/** Answers as long as those of a real exam. */
export const floorBook: AnswerBook = {
  questions: Array.from({ length: 50 }, (_, index) => ({
    id: `floor-${String(index).padStart(3, '0')}`,
    values: ['"A"', '"B"', '"C"', '["A","C"]', '"12.5"', 'true'],
  })),
};
