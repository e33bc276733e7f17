import type { z } from 'zod';
import type { Note } from './note.ts';

export type JsonFile<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value: null; readonly problems: readonly Note[] };

/** Reads a JSON file of a documented form. Every part that does not have that form is a problem of its own. */
export function readJson<T>(bytes: Uint8Array, schema: z.ZodType<T>): JsonFile<T> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const message =
      error instanceof SyntaxError
        ? `is not JSON: ${error.message}`
        : 'holds bytes that are not UTF-8: save the file as UTF-8';
    return { value: null, problems: [{ where: 'the file', message }] };
  }
  const result = schema.safeParse(parsed);
  if (result.success) return { value: result.data, problems: [] };
  return { value: null, problems: result.error.issues.flatMap((issue) => notesOf(issue)) };
}

function notesOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): Note[] {
  const path = [...above, ...issue.path];
  const where = pathText(path) || 'the file';
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        where,
        message: `has a field ${JSON.stringify(key)}, which means nothing here: remove it`,
      }));
    case 'invalid_union': {
      const closest = closestForm(issue.errors);
      if (closest !== undefined) return closest.flatMap((each) => notesOf(each, path));
      return [{ where, message: unionSentence(issue) }];
    }
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ where, message: `is not a name for this: ${message}` }));
    case 'invalid_type': {
      const missing = issue.message.endsWith('received undefined');
      const message = missing
        ? `is missing: it must be ${article(issue.expected)}`
        : `must be ${article(issue.expected)} (${lowerFirst(issue.message)})`;
      return [{ where, message }];
    }
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number') {
        return [
          {
            where,
            message: `is empty: ${issue.origin === 'string' ? 'write something here' : 'name at least one'}`,
          },
        ];
      }
      return [{ where, message: `is not allowed: ${lowerFirst(issue.message)}` }];
    case 'custom':
      return [{ where, message: issue.message }];
    default:
      return [{ where, message: `is not allowed: ${lowerFirst(issue.message)}` }];
  }
}

/** The form that was probably meant: one that has the right shape at the top and goes wrong only further down. */
function closestForm(
  forms: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  return forms
    .filter((issues) => issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'))
    .sort((a, b) => a.length - b.length)[0];
}

function unionSentence(issue: z.core.$ZodIssueInvalidUnion): string {
  if ('options' in issue && Array.isArray(issue.options)) return `must be one of ${issue.options.join(', ')}`;
  const ownSentence = issue.message !== 'Invalid input';
  return ownSentence ? issue.message : 'has none of the forms that are documented for it';
}

function article(type: string): string {
  if (type === 'record') return 'an object';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
