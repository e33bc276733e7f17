import type { ErrorCode } from '../../../../server/protocol/errors.ts';
import type { StaffErrorCode } from '../../../../server/protocol/staffErrorSentences.ts';

/** What the server can tell candidates. The sentences for staff come with the proctor room. */
export type CandidateErrorCode = Exclude<ErrorCode, StaffErrorCode>;

/** What to say about an error of the server. Where there is no sentence for it, the server should not have sent it. */
export function errorSentence(
  code: ErrorCode,
  { errors }: { readonly errors: Readonly<Record<CandidateErrorCode, string>> },
): string {
  const sentences: Partial<Record<ErrorCode, string>> = errors;
  return sentences[code] ?? errors.internal;
}
