import { wireError } from '../protocol/errorSentences.ts';
import type { ErrorCode, WireError } from '../protocol/errors.ts';

/** What a use case returns: a value, or an error that a person can meet. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(
  code: ErrorCode,
  extra: Omit<WireError, 'code' | 'message'> = {},
): { readonly ok: false; readonly error: WireError } {
  return { ok: false, error: wireError(code, extra) };
}
