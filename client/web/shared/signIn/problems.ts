import type { Outcome } from '../../../session/index.ts';
import type { Texts } from '../texts/catalogues.ts';
import { errorSentence } from '../texts/errorSentence.ts';

/** What to tell the person about a request that had not its effect; `null` when it had. */
export function problemOf(outcome: Outcome<unknown>, texts: Texts): string | null {
  switch (outcome.kind) {
    case 'done':
      return null;
    case 'error':
      return errorSentence(outcome.error.code, texts);
    case 'unknown':
      return texts.common.noConnection;
  }
}
