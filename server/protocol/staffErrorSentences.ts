import type { ErrorCode } from './errors.ts';

/** Of the errors that only staff can meet; their room says the same. Apart, because a candidate's page is not to fetch these. */
export const staffErrorSentences = {
  'reason-required': 'Say why: the reason stands in the log with your name.',
  'invalid-time': 'The time to grant must be more than nothing. Enter how many minutes to give.',
  'empty-scope': 'Nobody is in this scope. Choose others, or reload the list.',
  'unknown-candidate':
    'Some of these people are not enrolled in this exam. Reload the list and choose again.',
  'not-in-scope': 'This is outside the districts and centres assigned to you. Ask the exam office.',
  'beyond-limit':
    'This is more time than the exam allows to be granted to one candidate. Grant less, or ask the exam office.',
  'command-conflict':
    'What you sent first was taken as it stood then. Look under “Commands” and “Approvals” before you send more.',
  'code-shown': 'This sign-in code was shown once and cannot be shown again. Issue a new one.',
  'approval-needed-from-other':
    'You asked for this yourself, so a second person has to decide about it. Ask a colleague.',
  'already-decided': 'Somebody has decided about this already. Reload to see how.',
  'already-judged': 'These late answers were judged already, and otherwise. Reload to see the verdict.',
  'already-claimed': 'A colleague is dealing with this. Leave it to them, or ask them to let go of it.',
  'already-resolved': 'This has been resolved. Add a note if there is more to say.',
} satisfies Partial<Record<ErrorCode, string>>;

export type StaffErrorCode = keyof typeof staffErrorSentences;
