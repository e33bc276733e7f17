import type { Response } from 'express';
import type { ErrorCode, WireError } from '../protocol/errors.ts';

/** The HTTP status of each error. 409: the request was understood and does not fit the state of things. */
export const statusOf: Readonly<Record<ErrorCode, number>> = {
  malformed: 400,
  'too-large': 413,
  'unknown-event': 404,
  unauthenticated: 401,
  'token-expired': 401,
  'session-ended': 401,
  'wrong-origin': 403,
  'bad-credentials': 401,
  forbidden: 403,
  'not-found': 404,
  'not-open-yet': 409,
  'entry-closed': 409,
  superseded: 409,
  'unknown-epoch': 409,
  'takeover-needs-release': 409,
  gap: 409,
  'missing-entries': 409,
  'frame-limit': 409,
  'late-limit': 409,
  'not-sealed': 409,
  'feedback-given': 409,
  'rate-limited': 429,
  busy: 503,
  unavailable: 503,
  'bad-receipt': 400,
  'reason-required': 400,
  'invalid-time': 400,
  'empty-scope': 409,
  'unknown-candidate': 409,
  'not-in-scope': 403,
  'beyond-limit': 409,
  'command-conflict': 409,
  'code-shown': 409,
  'approval-needed-from-other': 403,
  'already-decided': 409,
  'already-judged': 409,
  'already-claimed': 409,
  'already-resolved': 409,
  internal: 500,
};

export function sendError(response: Response, error: WireError): void {
  if (error.retryAfterMs !== undefined) {
    response.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)));
  }
  if (statusOf[error.code] === 401) response.set('WWW-Authenticate', 'Bearer');
  response.status(statusOf[error.code]).json({ ok: false, error });
}
