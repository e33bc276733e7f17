import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBank } from './checkBank.ts';
import { readCsvBank } from './csvBank.ts';
import { columns } from './csvColumns.ts';

const digest = (text: string) => hash('sha256', text, 'hex');

const sound: Readonly<Record<string, string>> = {
  type: 'mcq',
  subject: 'Mathematics',
  chapter: 'Numbers',
  difficulty: 'easy',
  question: 'What is 2 + 2?',
  option_a: '3',
  option_b: '4',
  option_c: '5',
  correct: 'B',
  marks: '4',
  negative_marks: '1',
};

/** A sound row with some cells changed. */
const row = (changes: Readonly<Record<string, string>> = {}): string =>
  columns.map((column) => quoted({ ...sound, ...changes }[column] ?? '')).join(',');

const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const header = columns.join(',');
const table = (...rows: string[]): string => [header, ...rows, ''].join('\n');
const read = (text: string | Uint8Array) =>
  checkBank(readCsvBank(typeof text === 'string' ? Buffer.from(text) : text, 'en', digest));
const problemsIn = (text: string | Uint8Array) =>
  read(text).problems.map(({ where, message }) => `${where}: ${message}`);
const contentsOf = (text: string) => read(text).questions.map(({ content }) => content);

describe('reading a bank from CSV', () => {
  it('[CON-1] reads a question with its options, key, marks and labels', () => {
    const { problems, warnings, questions } = read(table(row({ solution: 'Count.' })));
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(questions[0]?.content).toMatchObject({
      question: {
        type: 'single',
        text: { en: 'What is 2 + 2?' },
        options: [
          { id: 'a', text: { en: '3' } },
          { id: 'b', text: { en: '4' } },
          { id: 'c', text: { en: '5' } },
        ],
      },
      key: { type: 'single', option: 'b' },
      marks: { correct: '4', wrong: '-1' },
      subject: 'Mathematics',
      chapter: 'Numbers',
      difficulty: 'easy',
      solution: { en: 'Count.' },
    });
  });

  it('[CON-1] reads the other types with the same columns', () => {
    const noOptions = { option_a: '', option_b: '', option_c: '' };
    const contents = contentsOf(
      table(
        row({ type: 'multiple', question: 'Which are even?', option_a: '2', correct: 'a; B' }),
        row({ ...noOptions, type: 'numerical', question: 'n1', correct: '12.5' }),
        row({ ...noOptions, type: 'numerical', question: 'n2', correct: '-3.2..−3.1' }),
        row({ ...noOptions, type: 'numerical', question: 'n3', correct: '9.81 ± 0.05' }),
        row({ ...noOptions, type: 'true_false', question: 't1', correct: 'TRUE' }),
      ),
    );
    expect(contents.map(({ key }) => key)).toEqual([
      { type: 'multiple', options: ['a', 'b'] },
      { type: 'numerical', accept: { exact: '12.5' } },
      { type: 'numerical', accept: { min: '-3.2', max: '-3.1' } },
      { type: 'numerical', accept: { value: '9.81', tolerance: '0.05' } },
      { type: 'true-false', value: true },
    ]);
  });

  it('[CON-2] reports every bad cell of every row, in the order of the file', () => {
    const bad = table(
      row({ type: 'essay', difficulty: 'very hard', marks: 'four' }),
      row({ subject: '', chapter: '', question: '', correct: 'F' }),
      row({ question: 'q4', option_b: '', correct: 'E', negative_marks: '-1' }),
      row({ question: 'q5', option_a: '', option_b: '', option_c: '', correct: '', marks: '' }),
      row({ question: 'q6', correct: 'A;B', negative_marks: '' }),
      row({ question: 'q7', type: 'multiple', correct: 'A;a' }),
      row({ question: 'q8', type: 'numerical', correct: '1..2..3' }),
      row({ question: 'q9', type: 'true_false', option_a: '', option_b: '', option_c: '', correct: 'yes' }),
    );
    expect(problemsIn(bad)).toEqual([
      'row 2, column difficulty: "very hard" is unknown: use easy, medium, hard',
      'row 2, column marks: "four" is not a number: write 4, 2/3 or 0.25',
      'row 2, column type: "essay" is unknown: use mcq, multiple, numerical, true_false',
      'row 3, column chapter: is empty: criteria of exams choose by it',
      'row 3, column correct: "F" is not the letter of an option: write A to E, several as A;C',
      'row 3, column question: is empty: write the question',
      'row 3, column subject: is empty: criteria of exams choose by it',
      'row 4, column correct: names option E, which is empty',
      'row 4, column negative_marks: is negative: write it without the minus',
      'row 4, column option_b: is empty, but an option follows it: move that one up',
      'row 5, column correct: is empty: write the letter of the right option',
      'row 5, column marks: is empty: write the marks for a right answer',
      'row 5, column option_a: is empty: give at least two options',
      'row 5, column option_b: is empty: give at least two options',
      'row 6, column correct: names several options: an mcq has one, a multiple may have more',
      'row 6, column negative_marks: is empty: write 0 if a wrong answer costs nothing',
      'row 7, column correct: names A twice',
      expect.stringMatching(/^row 8, column correct: .1\.\.2\.\.3. is not a number/),
      'row 8, column option_a: must be empty: a numerical question has no options',
      'row 8, column option_b: must be empty: a numerical question has no options',
      'row 8, column option_c: must be empty: a numerical question has no options',
      'row 9, column correct: must be true or false',
    ]);
  });

  it('[CON-2] names the line of the file where cells with line breaks have shifted it', () => {
    const shifted = table(row({ question: 'one\ntwo\nthree' }), row({ question: 'q3', marks: 'x' }));
    expect(problemsIn(shifted)).toEqual([
      expect.stringMatching(/^row 3 \(line 5 of the file\), column marks: /),
    ]);
  });

  it('[CON-2] reports a row with too few or too many cells', () => {
    expect(problemsIn(table(`${row()},`, 'mcq,x', row({ question: 'good' })))).toEqual([
      'row 2: has 15 cells instead of 14: check commas and quotes',
      'row 3: has 2 cells instead of 14: check commas and quotes',
    ]);
  });

  it('[CON-3] takes the columns in any order', () => {
    const names = [...columns].reverse();
    const cells = names.map((name) => quoted(sound[name] ?? ''));
    expect(read(`${names.join(',')}\n${cells.join(',')}`)).toMatchObject({ problems: [], questions: [{}] });
  });

  it('[CON-3] reports unknown, missing, doubled and nameless columns together', () => {
    const wrong = header.replace('chapter', 'topic').replace('solution', 'type').replace('option_e', '');
    expect(problemsIn(`${wrong}\n${row()}`)).toEqual([
      expect.stringContaining('"topic", which is not a column'),
      expect.stringContaining('without a name (the 10.)'),
      'row 1: names type twice: remove one',
      'row 1: lacks the column chapter: add it',
      'row 1: lacks the column option_e: add it',
      'row 1: lacks the column solution: add it',
    ]);
  });

  it('[CON-3] says when the columns are not parted by commas', () => {
    expect(problemsIn(header.replaceAll(',', ';'))).toEqual([
      'row 1: parts the columns by semicolons: save the file with commas',
    ]);
    expect(problemsIn(header.replaceAll(',', '\t'))).toEqual([
      'row 1: parts the columns by tabs: save the file with commas',
    ]);
    const inQuotes = header.split(',').map((name) => `"${name}"`);
    expect(problemsIn(inQuotes.join(';'))).toEqual([
      'row 1: parts the columns by semicolons: save the file with commas',
    ]);
  });

  it('[CON-4] reads the same from a file with a byte order mark, CRLF or blank rows', () => {
    const plain = table(row(), row({ question: 'two\nlines' }));
    const others = [
      `\ufeff${plain}`,
      plain.replaceAll('\n', '\r\n'),
      plain.replace(`${header}\n`, `${header}\n\n${','.repeat(13)}\n`),
      plain.trimEnd(),
    ];
    for (const other of others) expect(contentsOf(other)).toEqual(contentsOf(plain));
    const lower = `\n${','.repeat(13)}\n${plain}`;
    expect(contentsOf(lower)).toEqual(contentsOf(plain));
    expect(problemsIn(lower.replace('B,4,1', 'B,four,1'))).toEqual([
      'row 4, column marks: "four" is not a number: write 4, 2/3 or 0.25',
    ]);
  });

  it('[CON-5] reports cells that are not UTF-8, hold control characters or are too long', () => {
    const latin1 = Buffer.from(table(row({ subject: 'Géographie' }), row({ question: 'Café?' })), 'latin1');
    expect(problemsIn(latin1)).toEqual([
      expect.stringMatching(/^row 2, column subject: holds bytes that are not UTF-8/),
      expect.stringMatching(/^row 3, column question: holds bytes that are not UTF-8/),
    ]);
    expect(problemsIn(table(row({ question: 'a\u0000b' }), row({ option_a: '\u0007' })))).toEqual([
      'row 2, column question: holds the control character U+0000: remove it',
      'row 3, column option_a: holds the control character U+0007: remove it',
    ]);
    expect(problemsIn(table(row({ solution: 'x'.repeat(20_001) })))).toEqual([
      'row 2, column solution: has 20001 characters, but 20000 is the most: shorten it',
    ]);
    for (const mark of ['\ufeff', '']) {
      expect(problemsIn(Buffer.from(`${mark}${table(row())}`, 'utf16le'))).toEqual([
        'the file: is UTF-16, not UTF-8: save it as "CSV UTF-8" and import that',
      ]);
    }
    expect(problemsIn(Buffer.from('PK\u0003\u0004…'))).toEqual([
      'the file: is a spreadsheet (XLSX, ODS), not a table of text: save it as "CSV UTF-8" and import that',
    ]);
  });

  it('[CON-5] an empty file and a file without questions are refused', () => {
    for (const empty of ['', '\ufeff', ' \r\n\n']) {
      expect(problemsIn(empty)).toEqual([
        expect.stringMatching(/^the file: is empty: its first row must name type/),
      ]);
    }
    expect(problemsIn(header)).toEqual([expect.stringMatching(/^the file: holds no question/)]);
  });

  it('[CON-6] reports a quote out of place at its row, beside what is wrong before it', () => {
    const unclosed = table(row({ marks: 'x' }), row({ question: 'fine' }), 'mcq,"never closed', row());
    expect(problemsIn(unclosed)).toEqual([
      expect.stringMatching(/^row 2, column marks: /),
      expect.stringMatching(/^row 4: opens a quote \("\) that is never closed/),
    ]);
    expect(problemsIn(table(row(), 'mcq,6" pipe,x'))).toEqual([
      expect.stringMatching(/^row 3: has a quote \("\) out of place/),
    ]);
    expect(problemsIn(table(row(), 'mcq,"6" pipe,x'))).toEqual([
      expect.stringMatching(/^row 3: has a quote \("\) out of place/),
    ]);
  });

  it('[CON-7] warns of what is only odd, and imports it', () => {
    const odd = read(
      table(
        row({ option_c: '3' }),
        row({ question: 'costly', negative_marks: '5' }),
        row({ question: 'It costs $6 or 7$ in all.' }),
        row({ question: 'It rose from $850, then $705, to $820.' }),
        row({ option_c: '3' }),
      ),
    );
    expect(odd.problems).toEqual([]);
    expect(odd.questions).toHaveLength(4);
    expect(odd.warnings.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'row 2, column option_c: has the same text as option a',
      'row 3, column negative_marks: takes away more than a right answer gives',
      'row 4, column question: shows $6 or 7$ as a formula: write \\$ for a dollar sign',
      'row 6: repeats row 2: it is imported once',
    ]);
  });

  it('[CON-11] a text that shows nothing is refused', () => {
    expect(problemsIn(table(row({ option_a: '\u200b', question: '\u200d\u00ad' })))).toEqual([
      'row 2, column option_a: holds only characters that nobody can see: write the text anew',
      'row 2, column question: holds only characters that nobody can see: write the text anew',
    ]);
  });

  it('[CON-7] names LaTeX that no dollar signs stand around', () => {
    const latex = row({
      question: 'Is \\(x^2\\) even?',
      option_a: '\\frac{1}{2}',
      option_b: '$\\frac{1}{2}$',
      option_c: 'a\\b',
    });
    expect(read(table(latex)).warnings.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'row 2, column option_a: shows \\frac as it stands: formulas stand between $ and $',
      expect.stringMatching(/^row 2, column option_b: shows .* as a formula/),
      'row 2, column question: shows \\( as it stands: formulas stand between $ and $',
    ]);
  });

  it('[CON-7] says nothing about marks that could not be read but that', () => {
    const { problems, warnings } = read(table(row({ marks: 'x' })));
    expect(problems).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('[CON-11] the same question with different keys is refused, for both cannot be right', () => {
    expect(problemsIn(table(row(), row({ correct: 'A' })))).toEqual([
      expect.stringMatching(/^row 3: asks the same as row 2/),
    ]);
  });

  it('[CON-11] a range that nothing can meet is refused like at publication', () => {
    const impossible = { type: 'numerical', option_a: '', option_b: '', option_c: '', correct: '3..2' };
    expect(problemsIn(table(row(impossible)))).toEqual(['row 2, column correct: must not be less than min']);
  });

  it('[CON-10] the id follows from what is asked, and neither from the key nor from labels', () => {
    const idsOf = (changes: Record<string, string>) => contentsOf(table(row(changes)))[0]?.question.id;
    const id = idsOf({});
    expect(id).toMatch(/^q-[0-9a-f]{16}$/);
    for (const same of [{ correct: 'A' }, { marks: '1' }, { chapter: 'Sums' }, { solution: 'So.' }]) {
      expect(idsOf(same)).toBe(id);
    }
    for (const other of [{ question: 'What is 2 + 3?' }, { option_a: '2' }, { type: 'multiple' }]) {
      expect(idsOf(other)).not.toBe(id);
    }
  });

  it('[CON-1, CON-5] any texts survive the way through a table, in NFC and without white space around them', () => {
    const cell = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .filter((text) => /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text))
      .filter((text) => !/[\p{Cc}\ufffd\ufeff]/u.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(cell, cell, (question, option) => {
        const { problems, questions } = read(table(row({ question, option_a: option })));
        expect(problems).toEqual([]);
        expect(questions[0]?.content.question).toMatchObject({
          text: { en: question.normalize('NFC').trim() },
          options: [{ text: { en: option.normalize('NFC').trim() } }, {}, {}],
        });
      }),
    );
  });
});
