import type { LocalText, Question } from '../../domain/content.ts';
import { compare, formatFraction, subtract, tryParseFraction, ZERO } from '../../domain/fraction.ts';
import type { Difficulty, QuestionMarks } from '../ports/content.ts';
import type { Digest } from '../ports.ts';
import { canonicalJson } from './canonicalJson.ts';
import { type Answer, readAnswer, type TableType } from './csvAnswer.ts';
import { columnOf, columns, type Refuse, type Row, textColumns } from './csvColumns.ts';
import { readTable } from './csvTable.ts';
import type { BankDraft, Draft } from './draft.ts';
import type { Note } from './note.ts';

/** The types of question a table can hold, under the names that tables give them. */
const types: ReadonlyMap<string, TableType> = new Map([
  ['mcq', 'single'],
  ['multiple', 'multiple'],
  ['numerical', 'numerical'],
  ['true_false', 'true-false'],
]);

const difficulties: ReadonlyMap<string, Difficulty> = new Map([
  ['easy', 'easy'],
  ['medium', 'medium'],
  ['hard', 'hard'],
]);

const maxLabelLength = 200;

/** Reads a bank from CSV with one row for each question, all texts in one language. */
export function readCsvBank(bytes: Uint8Array, language: string, digest: Digest): BankDraft {
  const table = readTable(bytes, columns);
  const problems: Note[] = [...table.problems];
  const questions: Draft[] = [];
  for (const row of table.rows) {
    const refuse: Refuse = (column, message) => {
      problems.push({ where: row.placeOf(column), message });
    };
    const draft = readRow(row, language, digest, refuse);
    if (draft !== null) questions.push(draft);
  }
  if (problems.length === 0 && questions.length === 0) {
    problems.push({
      where: 'the file',
      message: 'holds no question: write one into each row under the header',
    });
  }
  return { groups: [], questions, problems, warnings: table.rows.flatMap(formulaWarnings) };
}

/**
 * Tables of questions about money are full of dollar signs, and most authors of tables write no formulas. What
 * stands between two signs as a formula would (Pandoc's rule: no space inside, no digit behind) is shown as one.
 */
function formulaWarnings(row: Row): Note[] {
  return textColumns.flatMap((column) => {
    const formula = /(?<!\\)\$(?=\S)([^$]*[^$\s\\])\$(?!\d)/.exec(row.cell(column))?.[0];
    if (formula === undefined) return [];
    const message = `shows ${shortened(formula)} as a formula: write \\$ for a dollar sign`;
    return [{ where: row.placeOf(column), message }];
  });
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 25)} … ${line.slice(-10)}` : line;
}

/** `null` when the row is of no type that is known: then nothing can be said of its options and key. */
function readRow(row: Row, language: string, digest: Digest, refuse: Refuse): Draft | null {
  const type = readName(row, 'type', types, refuse);
  const difficulty = readName(row, 'difficulty', difficulties, refuse);
  const subject = readLabel(row, 'subject', refuse);
  const chapter = readLabel(row, 'chapter', refuse);
  const marks = readMarks(row, refuse);
  const text = row.cell('question');
  if (text === '') refuse('question', 'is empty: write the question');
  if (type === undefined) return null;
  const answer = readAnswer(type, row, language, refuse);
  const solution = row.cell('solution');
  return {
    content: {
      question: questionOf(answer, { [language]: text }, digest),
      groupPlace: null,
      subject,
      chapter,
      difficulty: difficulty ?? 'medium',
      tags: [],
      key: answer.key,
      solution: solution === '' ? null : { [language]: solution },
      marks,
    },
    placeOf: (path) => (path === '' ? row.placeOf() : row.placeOf(columnOf(path))),
  };
}

/**
 * A table does not name its questions, so a question is known by what it asks: its id is taken from type, text and
 * options. Never from the key, for whoever sees the id could try out which key fits.
 */
function questionOf(answer: Answer, text: LocalText, digest: Digest): Question {
  const asked =
    'options' in answer ? { type: answer.type, text, options: answer.options } : { type: answer.type, text };
  const id = `q-${digest(canonicalJson(asked)).slice(0, 16)}`;
  return 'options' in answer
    ? { id, text, type: answer.type, options: answer.options }
    : { id, text, type: answer.type };
}

function readName<T>(
  row: Row,
  column: 'type' | 'difficulty',
  names: ReadonlyMap<string, T>,
  refuse: Refuse,
): T | undefined {
  const cell = row.cell(column);
  const value = names.get(cell.toLowerCase());
  if (value === undefined) {
    const known = [...names.keys()].join(', ');
    refuse(
      column,
      cell === '' ? `is empty: use ${known}` : `${JSON.stringify(cell)} is unknown: use ${known}`,
    );
  }
  return value;
}

function readLabel(row: Row, column: 'subject' | 'chapter', refuse: Refuse): string {
  const cell = row.cell(column);
  if (cell === '') refuse(column, 'is empty: criteria of exams choose by it');
  if (cell.length > maxLabelLength) {
    refuse(column, `has ${cell.length} characters, but ${maxLabelLength} is the most: shorten it`);
  }
  return cell;
}

/** The column holds what a wrong answer takes away, as a positive number. */
function readMarks(row: Row, refuse: Refuse): QuestionMarks | null {
  const read = (column: 'marks' | 'negative_marks', atEmpty: string) => {
    const cell = row.cell(column);
    const fraction = tryParseFraction(cell);
    if (cell === '') refuse(column, `is empty: ${atEmpty}`);
    else if (fraction === undefined) {
      refuse(column, `${JSON.stringify(cell)} is not a number: write 4, 2/3 or 0.25`);
    } else if (compare(fraction, ZERO) < 0) refuse(column, 'is negative: write it without the minus');
    else return fraction;
    return null;
  };
  const gain = read('marks', 'write the marks for a right answer');
  const loss = read('negative_marks', 'write 0 if a wrong answer costs nothing');
  if (gain === null || loss === null) return null;
  return { correct: formatFraction(gain), wrong: formatFraction(subtract(ZERO, loss)) };
}
