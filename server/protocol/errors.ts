/**
 * Every error a client can meet. Codes are part of the contract and never change their meaning. They stand apart from their
 * sentences because a page has sentences of its own, in its own language, and is not to fetch these.
 */
export const errorCodes = [
  'malformed',
  'too-large',
  'unknown-event',
  'unauthenticated',
  'token-expired',
  'session-ended',
  'wrong-origin',
  'bad-credentials',
  'forbidden',
  'not-found',
  'not-open-yet',
  'entry-closed',
  'superseded',
  'unknown-epoch',
  'takeover-needs-release',
  'gap',
  'missing-entries',
  'frame-limit',
  'late-limit',
  'not-sealed',
  'feedback-given',
  'rate-limited',
  'busy',
  'unavailable',
  'bad-receipt',
  'reason-required',
  'invalid-time',
  'empty-scope',
  'unknown-candidate',
  'not-in-scope',
  'beyond-limit',
  'command-conflict',
  'code-shown',
  'approval-needed-from-other',
  'already-decided',
  'already-judged',
  'already-claimed',
  'already-resolved',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The sentence a person reads; it may be reworded. */
export const errorSentences: Readonly<Record<ErrorCode, string>> = {
  malformed:
    'The request does not have the documented form. Update the client, or report this with the request.',
  'too-large': 'The message is larger than 32 KB. Send fewer entries at a time.',
  'unknown-event': 'The server knows no event of this name. Update the client.',
  unauthenticated: 'Please sign in.',
  'token-expired': 'Your sign-in has run out. Sign in again; nothing you answered is lost.',
  'session-ended': 'This sign-in was ended. Sign in again; nothing you answered is lost.',
  'wrong-origin': 'This page may not talk to the exam server. Open the exam from its own address.',
  'bad-credentials': 'User name or password is wrong. Check both and try again.',
  forbidden: 'Your role does not allow this. Ask the exam office.',
  'not-found': 'There is no such exam or attempt for you. Check the address, or ask the invigilator.',
  'not-open-yet': 'The exam has not opened yet. Wait until the time shown and try again.',
  'entry-closed': 'The last time to enter this exam has passed. Speak to the invigilator.',
  superseded:
    'The exam is now open on another page or device, and that one writes. Continue there, or open it here again.',
  'unknown-epoch': 'This page has not opened the attempt. Open it again; your saved answers will come back.',
  'takeover-needs-release': 'The exam is open on another device. Ask the invigilator to release it.',
  gap: 'Entries are missing before these. Send again from the number after `through`.',
  'missing-entries':
    'Some entries have not reached the server yet. Send the entries named, then hand in again.',
  'frame-limit': 'This attempt has reached its limit of saved changes. Hand in, or speak to the invigilator.',
  'late-limit': 'The limit of late entries is reached; no more are kept. Speak to the invigilator.',
  'not-sealed': 'This attempt is not handed in yet, so there is no receipt. Hand in first.',
  'feedback-given': 'Your feedback on this exam was received before; it is kept as it was.',
  'rate-limited': 'Too many requests in a short time. Wait a moment; the page will try again by itself.',
  busy: 'The server is busy. Your changes are safe on this device and are sent again by themselves.',
  unavailable:
    'The server cannot save right now. Your changes are safe on this device and are sent again by themselves.',
  'bad-receipt':
    'This is not a receipt of this server, or it was changed. Use the file as it was downloaded.',
  'reason-required': 'Say why: the reason stands in the log with your name.',
  'invalid-time': 'The time to grant must be more than nothing. Enter how many minutes to give.',
  'empty-scope': 'Nobody is in this scope. Choose others, or reload the list.',
  'unknown-candidate':
    'Some of these people are not enrolled in this exam. Reload the list and choose again.',
  'not-in-scope': 'This is outside the districts and centres assigned to you. Ask the exam office.',
  'beyond-limit':
    'This is more time than the exam allows to be granted to one candidate. Grant less, or ask the exam office.',
  'command-conflict':
    'This command id was used for something else. Reload the page and issue the command again.',
  'code-shown': 'This sign-in code was shown once and cannot be shown again. Issue a new one.',
  'approval-needed-from-other':
    'You asked for this yourself, so a second person has to decide about it. Ask a colleague.',
  'already-decided': 'Somebody has decided about this already. Reload to see how.',
  'already-judged': 'These late answers were judged already, and otherwise. Reload to see the verdict.',
  'already-claimed': 'A colleague is dealing with this. Leave it to them, or ask them to let go of it.',
  'already-resolved': 'This has been resolved. Add a note if there is more to say.',
  internal: 'Something went wrong on the server. Try again; if it stays, tell the invigilator.',
};

/** Why a well-formed entry was recorded without effect. It has consumed its number. */
export const refusalCodes = [
  'malformed-entry',
  'too-many',
  'unknown-question',
  'unknown-option',
  'invalid-value',
  'unknown-section',
  'section-not-open',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  /** How long to wait before trying again, in ms. */
  readonly retryAfterMs?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

export type Ack<T extends object> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly error: WireError };

/** The wire form of an error: its code, its sentence, and what the client needs to recover. */
export function wireError(code: ErrorCode, extra: Omit<WireError, 'code' | 'message'> = {}): WireError {
  return { code, message: errorSentences[code], ...extra };
}
