import type { AttemptContext } from '../domain/attempt.ts';
import type { PaperIndex } from '../domain/paperIndex.ts';
import type { AttemptRef } from './ports.ts';

/** What never changes while an attempt runs. */
export function attemptContext(ref: AttemptRef, paper: PaperIndex): AttemptContext {
  const { attemptId, examId, candidateId, districtId, centreId } = ref;
  return { attemptId, examId, candidateId, districtId, centreId, rules: paper.content.rules, paper };
}
