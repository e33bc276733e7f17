import type { Choice, MatrixQuestion, Question } from './content.ts';
import { isDecimal } from './decimal.ts';

/**
 * An answer as it travels and as it is kept. Choices are named by their stable ids.
 * `single`, `assertion-reason`: option id · `multiple`: option ids · `numerical`: decimal string ·
 * `matrix`: row id → column ids · `true-false`: boolean · `short-text`: text · `null`: cleared.
 */
export type AnswerValue = null | string | boolean | readonly string[] | Grid;

/** The answer to a matrix: row id → column ids. */
export type Grid = Readonly<Record<string, readonly string[]>>;

/** `unknown-option`: well-formed, but names a choice the question does not have. `invalid-value`: does not fit the type. */
export type AnswerRefusal = 'unknown-option' | 'invalid-value';

export type AnswerCheck =
  | { readonly ok: true; readonly value: AnswerValue }
  | { readonly ok: false; readonly code: AnswerRefusal };

const CLEARED: AnswerCheck = { ok: true, value: null };
const REFUSED: Readonly<Record<AnswerRefusal, AnswerCheck>> = {
  'unknown-option': { ok: false, code: 'unknown-option' },
  'invalid-value': { ok: false, code: 'invalid-value' },
};

/**
 * Decides whether a value from the wire is an answer to this question. Nothing is repaired: an accepted value equals
 * what came. Lists and grids are copied while they are read, so nothing hidden in the sender's object (accessors,
 * `toJSON`, an odd prototype) goes any further. Any value that JSON can express is accepted or refused, never thrown at.
 */
export function validateAnswer(question: Question, value: unknown): AnswerCheck {
  if (value === null) return CLEARED;
  switch (question.type) {
    case 'single':
    case 'assertion-reason':
      return checkOption(question.options, value);
    case 'multiple':
      return checkChoices(question.options, value);
    case 'numerical':
      return typeof value === 'string' && isDecimal(value) ? { ok: true, value } : REFUSED['invalid-value'];
    case 'matrix':
      return checkGrid(question, value);
    case 'true-false':
      return typeof value === 'boolean' ? { ok: true, value } : REFUSED['invalid-value'];
    case 'short-text':
      return typeof value === 'string' && isFittingText(value, question.maxLength)
        ? { ok: true, value }
        : REFUSED['invalid-value'];
  }
}

/**
 * Whether a valid value answers anything. Cleared, blank text, an empty choice and a grid without a mark do not; they
 * are neither marked wrong nor shown as answered.
 */
export function isAnswered(value: AnswerValue): boolean {
  if (value === null) return false;
  if (typeof value === 'boolean') return true;
  if (typeof value === 'string') return value.trim() !== '';
  if (isList(value)) return value.length > 0;
  return Object.values(value).some((columns) => columns.length > 0);
}

/** `Array.isArray` does not narrow a readonly array out of a union. */
export function isList(value: AnswerValue): value is readonly string[] {
  return Array.isArray(value);
}

export function isGrid(value: AnswerValue): value is Grid {
  return typeof value === 'object' && value !== null && !isList(value);
}

function checkOption(options: readonly Choice[], value: unknown): AnswerCheck {
  if (typeof value !== 'string') return REFUSED['invalid-value'];
  return hasChoice(options, value) ? { ok: true, value } : REFUSED['unknown-option'];
}

function checkChoices(options: readonly Choice[], value: unknown): AnswerCheck {
  const chosen = readChoices(options, value);
  return typeof chosen === 'string' ? REFUSED[chosen] : { ok: true, value: chosen };
}

/** Reads a list of distinct ids of `choices`. A list longer than the choices is refused unread. */
function readChoices(choices: readonly Choice[], value: unknown): readonly string[] | AnswerRefusal {
  if (!Array.isArray(value) || value.length > choices.length) return 'invalid-value';
  const chosen: string[] = [];
  let known = true;
  for (let i = 0; i < value.length; i++) {
    const id: unknown = value[i];
    if (typeof id !== 'string' || chosen.includes(id)) return 'invalid-value';
    known &&= hasChoice(choices, id);
    chosen.push(id);
  }
  return known ? chosen : 'unknown-option';
}

function checkGrid(question: MatrixQuestion, value: unknown): AnswerCheck {
  if (!isPlainObject(value)) return REFUSED['invalid-value'];
  const rowIds = Object.keys(value);
  if (rowIds.length > question.rows.length) return REFUSED['invalid-value'];
  const grid: [string, readonly string[]][] = [];
  let known = true;
  for (const rowId of rowIds) {
    const columns = readChoices(question.columns, value[rowId]);
    if (columns === 'invalid-value') return REFUSED['invalid-value'];
    if (typeof columns === 'string' || !hasChoice(question.rows, rowId)) known = false;
    else grid.push([rowId, columns]);
  }
  // Object.fromEntries defines properties instead of assigning them: a row called `__proto__` sets no prototype.
  return known ? { ok: true, value: Object.fromEntries(grid) } : REFUSED['unknown-option'];
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function hasChoice(choices: readonly Choice[], id: string): boolean {
  for (const choice of choices) if (choice.id === id) return true;
  return false;
}

/** PostgreSQL keeps no U+0000 and no lone surrogate; NFC makes equal text equal bytes in the log. */
function isFittingText(text: string, maxLength: number): boolean {
  // A code point is one or two UTF-16 units; a text longer than twice the limit need not be counted.
  if (text.length > 2 * maxLength) return false;
  if (text.length > maxLength && [...text].length > maxLength) return false;
  return !text.includes('\u0000') && text.isWellFormed() && text.normalize('NFC') === text;
}
