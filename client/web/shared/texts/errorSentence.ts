import type { ErrorCode } from '../../../../server/protocol/errors.ts';

/** Errors that only the staff can meet, at the doors of the proctor room; their sentences come with the room. */
export type StaffErrorCode = Extract<
  ErrorCode,
  | 'reason-required'
  | 'invalid-time'
  | 'empty-scope'
  | 'unknown-candidate'
  | 'not-in-scope'
  | 'beyond-limit'
  | 'command-conflict'
  | 'code-shown'
  | 'approval-needed-from-other'
  | 'already-decided'
  | 'already-judged'
  | 'already-claimed'
  | 'already-resolved'
>;

/** What the server can tell everybody else. */
export type CandidateErrorCode = Exclude<ErrorCode, StaffErrorCode>;

/** What to say about an error of the server. Where there is no sentence for it, the server should not have sent it. */
export function errorSentence(
  code: ErrorCode,
  { errors }: { readonly errors: Readonly<Record<CandidateErrorCode, string>> },
): string {
  const sentences: Partial<Record<ErrorCode, string>> = errors;
  return sentences[code] ?? errors.internal;
}
