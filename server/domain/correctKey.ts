import type { PaperContent } from './content.ts';
import type { KeyAction, PaperKey, QuestionKey } from './key.ts';
import { checkKey } from './keyCheck.ts';
import { checkParts } from './markingCheck.ts';
import { type Problem, placesOf } from './problem.ts';

/** All that is to hold for a question from now on: another key, and no action any more; or an action beside the key it has. */
export type KeyCorrection = { readonly key: QuestionKey } | { readonly action: KeyAction };

/** The key with the corrections, by question id; whatever they do not name stays as it is. */
export function correctKey(key: PaperKey, corrections: ReadonlyMap<string, KeyCorrection>): PaperKey {
  const keys = new Map(Object.entries(key.keys));
  const actions = new Map(Object.entries(key.actions));
  for (const [questionId, correction] of corrections) {
    if ('action' in correction) {
      actions.set(questionId, correction.action);
    } else {
      keys.set(questionId, correction.key);
      actions.delete(questionId);
    }
  }
  return { ...key, keys: Object.fromEntries(keys), actions: Object.fromEntries(actions) };
}

/** Everything for which a new key of a published paper is refused: the same that keeps a paper from being published with it. */
export function checkPaperKey(paper: PaperContent, key: PaperKey): Problem[] {
  const problems: Problem[] = [];
  const root = placesOf(problems);
  for (const [i, section] of paper.sections.entries()) {
    checkParts(section, key, root.below(`sections[${i}].marking`));
  }
  checkKey(paper, key, root.below('key'));
  return problems;
}
