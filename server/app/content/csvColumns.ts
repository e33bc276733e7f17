import type { TableRow } from './csvTable.ts';

export const optionColumns = ['option_a', 'option_b', 'option_c', 'option_d', 'option_e'] as const;

/** The columns of a bank in CSV. */
export const columns = [
  'type',
  'subject',
  'chapter',
  'difficulty',
  'question',
  ...optionColumns,
  'correct',
  'marks',
  'negative_marks',
  'solution',
] as const;

/** The columns that candidates read as they stand. */
export const textColumns = ['question', ...optionColumns, 'solution'] as const;

export type Column = (typeof columns)[number];
export type Row = TableRow<Column>;

/** Notes a problem of one cell. What was read from the cell is of no use then. */
export type Refuse = (column: Column, message: string) => void;

/** The column that holds a part of a question, named as in the domain: `options[2].text.en`, `key.option`. */
export function columnOf(path: string): Column {
  const option = /^options\[(\d+)\]/.exec(path)?.[1];
  if (option !== undefined) return optionColumns[Number(option)] ?? 'question';
  if (path.startsWith('options')) return 'option_a';
  if (path.startsWith('key')) return 'correct';
  if (path.startsWith('marks')) return path === 'marks.wrong' ? 'negative_marks' : 'marks';
  return path.startsWith('solution') ? 'solution' : 'question';
}
