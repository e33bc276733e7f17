import type { Rejection } from '../domain/decision.ts';
import type { Outcome } from './attempts.ts';
import { Unavailable } from './ports.ts';
import { fail, ok, type Result } from './result.ts';

/** How long a client waits when the database does not answer, ms. */
const retryAfterMs = 1_000;

function rejected(rejection: Rejection): Result<never> {
  switch (rejection.code) {
    case 'gap':
      return fail('gap', { details: { through: rejection.through } });
    case 'missing-entries':
      return fail('missing-entries', { details: { from: rejection.from, to: rejection.to } });
    case 'no-such-entry':
      return fail('malformed', {
        details: { issues: [`admit: no such entry: ${rejection.numbers.join(', ')}`] },
      });
    default:
      return fail(rejection.code);
  }
}

type Done = Extract<Outcome, { type: 'done' }>;

/** The error of an outcome, or what it has done. */
export function settle(outcome: Outcome): Result<Done> {
  return outcome.type === 'done' ? ok(outcome) : failed(outcome);
}

/** The error of an outcome that has done nothing. */
export function failed(outcome: Exclude<Outcome, Done>): Result<never> {
  switch (outcome.type) {
    case 'rejected':
      return rejected(outcome.rejection);
    case 'busy':
    case 'unavailable':
      return fail(outcome.type, { retryAfterMs: outcome.retryAfterMs });
    case 'failed':
      return fail('internal');
  }
}

/** A database that does not answer is an error the client can meet, not an exception. */
export async function whenAvailable<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unavailable) return fail('unavailable', { retryAfterMs });
    throw error;
  }
}
