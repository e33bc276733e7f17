/**
 * Every error a client can meet. Codes are part of the contract and never change their meaning. Their sentences stand in files of
 * their own: a page knows every code, and fetches the sentences of one language only, and those for staff with their room.
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
