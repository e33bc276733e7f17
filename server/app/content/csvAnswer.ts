import type { Choice } from '../../domain/content.ts';
import { isDecimal } from '../../domain/decimal.ts';
import type { NumericalKey, QuestionKey } from '../../domain/key.ts';
import { optionColumns, type Refuse, type Row } from './csvColumns.ts';
import { pinFixedPlaces } from './fixedPlace.ts';

type KeyOf<T extends QuestionKey['type']> = Extract<QuestionKey, { type: T }>;

/** What a row says about answering: its options and its key. */
export type Answer =
  | { readonly type: 'single'; readonly options: readonly Choice[]; readonly key: QuestionKey }
  | { readonly type: 'multiple'; readonly options: readonly Choice[]; readonly key: QuestionKey }
  | { readonly type: 'numerical'; readonly key: KeyOf<'numerical'> }
  | { readonly type: 'true-false'; readonly key: KeyOf<'true-false'> };

export type TableType = Answer['type'];

const letters = optionColumns.map((column) => column.slice(-1));

/** Reads options and `correct`. */
export function readAnswer(type: TableType, row: Row, language: string, refuse: Refuse): Answer {
  switch (type) {
    case 'single': {
      const options = readOptions(row, language, refuse);
      const [option = '', ...others] = readLetters(row, options, refuse);
      if (others.length > 0)
        refuse('correct', 'names several options: an mcq has one, a multiple may have more');
      return { type, options, key: { type, option } };
    }
    case 'multiple': {
      const options = readOptions(row, language, refuse);
      return { type, options, key: { type, options: readLetters(row, options, refuse) } };
    }
    case 'numerical':
      refuseOptions(row, 'a numerical question', refuse);
      return { type, key: { type, accept: readNumber(row, refuse) } };
    case 'true-false':
      refuseOptions(row, 'a true_false question', refuse);
      return { type, key: { type, value: readTruth(row, refuse) } };
  }
}

/** Option ids are the letters of the columns. Empty columns may follow the last option, not stand between two. */
function readOptions(row: Row, language: string, refuse: Refuse): readonly Choice[] {
  const texts = optionColumns.map((column) => row.cell(column));
  const count = texts.findLastIndex((text) => text !== '') + 1;
  for (const [i, column] of optionColumns.slice(0, Math.max(count, 2)).entries()) {
    if (texts[i] !== '') continue;
    refuse(
      column,
      i < count
        ? 'is empty, but an option follows it: move that one up'
        : 'is empty: give at least two options',
    );
  }
  const options = letters.slice(0, count).map((id, i) => ({ id, text: { [language]: texts[i] ?? '' } }));
  return pinFixedPlaces(options);
}

function readLetters(row: Row, options: readonly Choice[], refuse: Refuse): readonly string[] {
  const cell = row.cell('correct');
  if (cell === '') {
    refuse('correct', 'is empty: write the letter of the right option');
    return [];
  }
  const named = cell.split(/[;,]/).map((letter) => letter.trim().toLowerCase());
  for (const [i, letter] of named.entries()) {
    const shown = JSON.stringify(letter.toUpperCase());
    if (!letters.includes(letter)) {
      refuse('correct', `${shown} is not the letter of an option: write A to E, several as A;C`);
    } else if (!options.some(({ id }) => id === letter)) {
      refuse('correct', `names option ${letter.toUpperCase()}, which is empty`);
    } else if (named.indexOf(letter) < i) refuse('correct', `names ${letter.toUpperCase()} twice`);
  }
  return named;
}

/** `12.5`, a range `3.1..3.2` (bounds included) or a tolerance `9.81±0.05`. */
function readNumber(row: Row, refuse: Refuse): NumericalKey {
  const cell = row.cell('correct').replaceAll(' ', '').replaceAll('−', '-');
  const [first = '', second, ...more] = cell.split(/\.\.|±|\+\/-/);
  const numbers = second === undefined ? [first] : [first, second];
  if (more.length > 0 || !numbers.every(isDecimal)) {
    const how = 'write 12.5, a range as 3.1..3.2 or a tolerance as 9.81±0.05';
    refuse('correct', cell === '' ? `is empty: ${how}` : `${JSON.stringify(cell)} is not a number: ${how}`);
  }
  if (second === undefined) return { exact: first };
  return cell.includes('..') ? { min: first, max: second } : { value: first, tolerance: second };
}

function readTruth(row: Row, refuse: Refuse): boolean {
  const cell = row.cell('correct').toLowerCase();
  if (cell !== 'true' && cell !== 'false') refuse('correct', 'must be true or false');
  return cell === 'true';
}

function refuseOptions(row: Row, what: string, refuse: Refuse): void {
  for (const column of optionColumns) {
    if (row.cell(column) !== '') refuse(column, `must be empty: ${what} has no options`);
  }
}
