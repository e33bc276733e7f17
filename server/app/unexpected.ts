import { type Log, Unavailable } from './ports.ts';
import { fail, type Result } from './result.ts';

const retryAfterMs = 2_000;

/**
 * What a person is told when a request fails with an exception: `unavailable` when the database gave no answer, else
 * `internal` with the id under which it was logged. `incident` is unique; `detail` holds ids, never names.
 */
export function unexpected(
  error: unknown,
  incident: string,
  log: Log,
  detail: Readonly<Record<string, unknown>>,
): Result<never> {
  if (error instanceof Unavailable) return fail('unavailable', { retryAfterMs });
  log.error({ ...detail, incident, err: error }, 'A request failed unexpectedly.');
  return fail('internal', { details: { incident } });
}
