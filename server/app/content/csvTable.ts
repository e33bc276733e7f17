import { CsvError, parse } from 'csv-parse/sync';
import type { Note } from './note.ts';
import { unusableText } from './plainText.ts';

/** One row of a table. */
export interface TableRow<Column extends string> {
  /** The text of a cell: in NFC, line breaks as `\n`, no white space around it. */
  cell(column: Column): string;
  /**
   * `row 12, column correct`: rows as a spreadsheet numbers them, the header being row 1; where line breaks inside
   * cells have shifted it, with the line of the file.
   */
  placeOf(column?: Column): string;
}

export interface Table<Column extends string> {
  readonly rows: readonly TableRow<Column>[];
  readonly problems: readonly Note[];
}

interface Line {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
}

const maxCellLength = 20_000;

/**
 * Reads comma-separated values (RFC 4180, UTF-8) with exactly these columns, in any order. Rows without any text are
 * passed over. Every row and cell that cannot be used is a problem of its own; only a quote out of place hides what
 * follows it.
 */
export function readTable<Column extends string>(
  bytes: Uint8Array,
  columns: readonly Column[],
): Table<Column> {
  const other = otherKindOf(bytes);
  if (other !== null) return refused(`is ${other}: save it as "CSV UTF-8" and import that`);
  const text = new TextDecoder('utf-8').decode(bytes).replace(/\r\n?/g, '\n');
  if (text.trim() === '') return refused(`is empty: its first row must name ${columns.join(', ')}`);

  const signs = otherSignsIn(text);
  if (signs !== null) {
    const message = `parts the columns by ${signs}: save the file with commas`;
    return { rows: [], problems: [{ where: 'row 1', message }] };
  }

  const { lines, problems: quotes } = readLines(text);
  const [header, ...body] = lines.slice(lines.findIndex(hasText));
  if (header === undefined) return { rows: [], problems: quotes };
  const headerProblems = checkHeader(header, columns);
  if (headerProblems.length > 0) return { rows: [], problems: [...headerProblems, ...quotes] };

  const names = header.cells.map((cell) => cell.trim());
  const rows: TableRow<Column>[] = [];
  const problems: Note[] = [];
  for (const line of body) {
    if (!hasText(line)) continue;
    if (line.cells.length === names.length) {
      const row = rowOf<Column>(line, names);
      rows.push(row);
      problems.push(...checkCells(row, columns));
    } else {
      const message = `has ${line.cells.length} cells instead of ${names.length}: check commas and quotes`;
      problems.push({ where: placeIn(line), message });
    }
  }
  return { rows, problems: [...problems, ...quotes] };
}

function refused(message: string): { rows: readonly []; problems: readonly Note[] } {
  return { rows: [], problems: [{ where: 'the file', message }] };
}

/** What a file is that holds no text in UTF-8, whatever its name says. */
function otherKindOf(bytes: Uint8Array): string | null {
  const start = [...bytes.subarray(0, 4)].join();
  if (start === '80,75,3,4') return 'a spreadsheet (XLSX, ODS), not a table of text';
  if (start.startsWith('255,254') || start.startsWith('254,255')) return 'UTF-16, not UTF-8';
  // Without a byte order mark, every Latin letter stands beside a zero.
  if (bytes.length > 1 && (bytes[0] === 0 || bytes[1] === 0)) return 'UTF-16, not UTF-8';
  return null;
}

/** Some spreadsheets part the columns by other signs, and put each name in quotes: read as commas, that is a quote out of place. */
function otherSignsIn(text: string): string | null {
  const [header = ''] = text.trimStart().split('\n', 1);
  if (header.includes(',')) return null;
  if (header.includes(';')) return 'semicolons';
  return header.includes('\t') ? 'tabs' : null;
}

function hasText({ cells }: Line): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

function readLines(text: string): { lines: readonly Line[]; problems: readonly Note[] } {
  const lines: Line[] = [];
  let nextLine = 1;
  try {
    parse(text, {
      bom: true,
      record_delimiter: '\n',
      relax_column_count: true,
      on_record: (cells: string[], { lines: lastLine }) => {
        lines.push({ row: lines.length + 1, line: nextLine, cells });
        nextLine = lastLine + 1;
        return null;
      },
    });
    return { lines, problems: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const where = placeIn({ row: lines.length + 1, line: nextLine });
    return { lines, problems: [{ where, message: sentenceFor(error) }] };
  }
}

function sentenceFor(error: CsvError): string {
  const quotes = 'put the cell in quotes and write every quote inside it twice ("")';
  return error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'opens a quote (") that is never closed, so the rest of the file cannot be read: close it'
    : `has a quote (") out of place, so the rest of the file cannot be read: ${quotes}`;
}

function checkHeader(header: Line, columns: readonly string[]): Note[] {
  const names = header.cells.map((cell) => cell.trim());
  const where = placeIn(header);
  const strange = names.flatMap((name, i) => {
    if (name === '') return [`has a column without a name (the ${i + 1}.): name it or remove it`];
    if (!columns.includes(name))
      return [`names ${JSON.stringify(name)}, which is not a column: use ${columns.join(', ')}`];
    return names.indexOf(name) < i ? [`names ${name} twice: remove one`] : [];
  });
  const missing = columns.filter((column) => !names.includes(column));
  return [...strange, ...missing.map((column) => `lacks the column ${column}: add it`)].map((message) => ({
    where,
    message,
  }));
}

function rowOf<Column extends string>(line: Line, names: readonly string[]): TableRow<Column> {
  return {
    cell: (column) => (line.cells[names.indexOf(column)] ?? '').normalize('NFC').trim(),
    placeOf: (column) => placeIn(line, column),
  };
}

function checkCells<Column extends string>(row: TableRow<Column>, columns: readonly Column[]): Note[] {
  return columns.flatMap((column) => {
    const message = unusableText(row.cell(column), maxCellLength);
    return message === null ? [] : [{ where: row.placeOf(column), message }];
  });
}

function placeIn({ row, line }: Omit<Line, 'cells'>, column?: string): string {
  const place = row === line ? `row ${row}` : `row ${row} (line ${line} of the file)`;
  return column === undefined ? place : `${place}, column ${column}`;
}
