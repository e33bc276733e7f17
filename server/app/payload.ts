import type { z } from 'zod';
import { maxDepth, maxMessageBytes } from '../protocol/limits.ts';
import { fail, ok, type Result } from './result.ts';

/** A UTF-16 unit takes at most this many bytes in JSON (`\u0000`). */
const maxBytesPerUnit = 6;

/** The longest a number, a boolean or `null` can be in JSON. */
const maxBytesPerScalar = 25;

const notPlain = `: not one plain JSON value, or nested deeper than ${maxDepth}`;

const maxIssues = 5;
const maxIssueLength = 200;

/**
 * Parses what came over a transport. Before the schema looks at it, it must be plain JSON, at most `maxDepth` deep and
 * at most `maxMessageBytes` long when written compactly. Errors: `malformed` (with the first issues in `details`),
 * `too-large`.
 */
export function parsePayload<T>(schema: z.ZodType<T>, payload: unknown): Result<T> {
  const bound = sizeBound(payload, maxDepth);
  if (bound === null) return fail('malformed', { details: { issues: [notPlain] } });
  if (bound > maxMessageBytes && Buffer.byteLength(JSON.stringify(payload)) > maxMessageBytes) {
    return fail('too-large');
  }
  const parsed = schema.safeParse(payload);
  return parsed.success
    ? ok(parsed.data)
    : fail('malformed', { details: { issues: issuesOf(parsed.error) } });
}

/**
 * An upper bound of the bytes of `value` in compact JSON, so that only messages near the limit are measured exactly.
 * `null`: deeper than `depth`, or not JSON (binary attachments).
 */
function sizeBound(value: unknown, depth: number): number | null {
  switch (typeof value) {
    case 'string':
      return value.length * maxBytesPerUnit + 2;
    case 'number':
    case 'boolean':
      return maxBytesPerScalar;
    case 'object':
      if (value === null) return maxBytesPerScalar;
      return depth === 0 ? null : sizeBoundOfMembers(value, depth - 1);
    default:
      return null;
  }
}

function sizeBoundOfMembers(value: object, depth: number): number | null {
  const isArray = Array.isArray(value);
  if (!isArray && Object.getPrototypeOf(value) !== Object.prototype) return null;
  let total = 2;
  for (const [key, member] of Object.entries(value)) {
    const bound = sizeBound(member, depth);
    if (bound === null) return null;
    total += bound + 1 + (isArray ? 0 : key.length * maxBytesPerUnit + 3);
  }
  return total;
}

function issuesOf(error: z.ZodError): string[] {
  return error.issues
    .slice(0, maxIssues)
    .map(({ path, message }) => `${path.map(String).join('.')}: ${message}`.slice(0, maxIssueLength));
}
