import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkBank } from './checkBank.ts';
import { readJsonBank } from './jsonBank.ts';

const single = {
  id: 'q1',
  type: 'single',
  subject: 'S',
  chapter: 'C',
  difficulty: 'easy',
  text: { en: 'One?' },
  options: [
    { id: 'a', text: { en: '1' } },
    { id: 'b', text: { en: 'None of these' } },
  ],
  key: { option: 'a' },
};

const passage = { id: 'g1', text: { en: 'Once upon a time.' } };

const read = (file: unknown) => checkBank(readJsonBank(Buffer.from(JSON.stringify(file))));
const problemsIn = (file: unknown) => read(file).problems.map(({ where, message }) => `${where}: ${message}`);
const bank = (...questions: object[]) => ({ bank: 'b', questions });

describe('reading a bank from JSON', () => {
  it('[CON-12] reads the built-in questions without a problem or a warning', async () => {
    const file = await readFile(new URL('../../../prisma/content/demo-questions.json', import.meta.url));
    const draft = checkBank(readJsonBank(file));
    expect(draft.problems).toEqual([]);
    expect(draft.warnings).toEqual([]);
    expect(draft.questions.length).toBeGreaterThanOrEqual(30);
    const types = new Set(draft.questions.map(({ content }) => content.question.type));
    expect(types.size).toBe(7);
    for (const { content } of draft.questions) {
      expect(Object.keys(content.question.text).sort()).toEqual(['en', 'hi', 'mr']);
      expect(Object.keys(content.solution ?? {}).sort()).toEqual(['en', 'hi', 'mr']);
    }
  });

  it('[CON-12] keeps the key out of the question', () => {
    const [draft] = read(bank(single)).questions;
    expect(draft?.content.key).toEqual({ type: 'single', option: 'a' });
    expect(Object.keys(draft?.content.question ?? {}).sort()).toEqual(['id', 'options', 'text', 'type']);
  });

  it('[CON-12] reports every part that has another form, with its path', () => {
    const wrong = {
      bank: 'b',
      groups: [{ id: 'g1' }],
      questions: [
        { ...single, difficulty: 'tricky', answer: 'a' },
        { ...single, type: 'essay' },
        { ...single, id: 'q3', text: { english: 'x' }, key: { option: 1 } },
        { ...single, id: 'q4', type: 'numerical', options: undefined, key: { exact: 5 } },
        { ...single, id: 'q5', text: { en: 'a\u0000b' } },
        { ...single, id: 'q6', images: [{ src: 'https://elsewhere.test/x.svg', alt: { en: 'x' } }] },
      ],
    };
    expect(problemsIn(wrong)).toEqual([
      expect.stringMatching(/^groups\[0\]\.text: is missing: it must be an object$/),
      'questions[0]: has a field "answer", which means nothing here: remove it',
      expect.stringMatching(/^questions\[0\]\.difficulty: is not allowed/),
      expect.stringMatching(/^questions\[1\]\.type: must be one of single, multiple/),
      expect.stringMatching(/^questions\[2\]\.key\.option: must be a string/),
      'questions[2].text.english: is not a name for this: name a language such as en, hi or mr',
      expect.stringMatching(/^questions\[3\]\.key\.exact: must be a string/),
      'questions[4].text.en: holds the control character U+0000: remove it',
      'questions[5].images[0].src: is not allowed: name a picture as /media/NAME',
    ]);
  });

  it('[CON-12] says what is wrong with a file that is no JSON or no UTF-8', () => {
    const problemOf = (bytes: Buffer) => readJsonBank(bytes).problems.map(({ message }) => message);
    expect(problemOf(Buffer.from('{"bank":'))).toEqual([expect.stringMatching(/^is not JSON: /)]);
    expect(problemOf(Buffer.from([0x7b, 0xe9, 0x7d]))).toEqual([
      'holds bytes that are not UTF-8: save the file as UTF-8',
    ]);
    expect(problemOf(Buffer.from('[]'))).toEqual([expect.stringMatching(/^must be an object/)]);
    expect(problemOf(Buffer.from('{"questions": []}'))).toHaveLength(1);
  });

  it('[CON-11] holds questions to the rules of publication', () => {
    const wrong = bank(
      { ...single, id: 'no spaces' },
      { ...single, id: 'q2', key: { option: 'z' } },
      { ...single, id: 'q3', options: [single.options[0]] },
      { ...single, id: 'q4', text: { en: 'One?', hi: 'एक?' } },
      { ...single, id: 'q5', group: 'g9' },
      { ...single, id: 'q6', marks: { correct: '4', wrong: '1' } },
      { ...single, id: 'q6' },
    );
    expect(problemsIn(wrong)).toEqual([
      expect.stringMatching(/^questions\[0\] \(no spaces\)\.id: must be 1 to 64 printable/),
      expect.stringMatching(/^questions\[1\] \(q2\)\.key\.option: names an option/),
      'questions[2] (q3).options: must have at least 2',
      expect.stringMatching(/^questions\[3\] \(q4\)\.options\[0\]\.text\.hi: is missing/),
      expect.stringMatching(/^questions\[3\] \(q4\)\.options\[1\]\.text\.hi: is missing/),
      expect.stringMatching(/^questions\[4\] \(q5\)\.group: names g9/),
      expect.stringMatching(/^questions\[5\] \(q6\)\.marks\.wrong: would reward/),
      expect.stringMatching(/^questions\[6\] \(q6\): asks the same as questions\[5\] \(q6\), or has its id/),
    ]);
  });

  it('[CON-11] a passage needs questions in its languages, which stand together', () => {
    const inGroup = (id: string, more = {}) => ({ ...single, id, group: 'g1', ...more });
    const { questions } = read({ groups: [passage], questions: [inGroup('q2'), inGroup('q1')] });
    expect(questions.map(({ content }) => [content.question.groupId, content.groupPlace])).toEqual([
      ['g1', 1],
      ['g1', 2],
    ]);
    const torn = { groups: [passage], questions: [inGroup('q1'), { ...single, id: 'q2' }, inGroup('q3')] };
    expect(problemsIn(torn)).toEqual([
      expect.stringMatching(/^questions\[2\] \(q3\)\.group: belongs to g1, but/),
    ]);
    expect(problemsIn({ groups: [passage], questions: [single] })).toEqual([
      'groups (g1): is a passage without a question: remove it',
    ]);
    const hindi = inGroup('q1', {
      text: { hi: 'एक?' },
      options: single.options.map(({ id }) => ({ id, text: { hi: id } })),
    });
    expect(problemsIn({ groups: [passage], questions: [hindi] })).toEqual([
      expect.stringMatching(/^questions\[0\] \(q1\)\.group\.text\.hi: is missing/),
    ]);
  });

  it('[CON-12] names every part as the file does', () => {
    const { options: _options, ...rest } = single;
    const numerical = { ...rest, type: 'numerical', key: { min: '2', max: '1' } };
    const unit = { ...numerical, id: 'q2', key: { exact: '1e3' }, numeric: { unit: { hi: 'm' } } };
    expect(problemsIn(bank(numerical, unit, { ...single, id: 'q3', text: {} }))).toEqual([
      'questions[0] (q1).key.max: must not be less than min',
      expect.stringMatching(/^questions\[1\] \(q2\)\.key\.exact: must be a decimal number/),
      expect.stringMatching(/^questions\[1\] \(q2\)\.numeric\.unit\.en: is missing/),
      expect.stringMatching(/^questions\[2\] \(q3\)\.text: is empty/),
    ]);
    const range = { ...numerical, key: { exact: '5' }, numeric: { range: { min: '6', max: '5.5' } } };
    expect(problemsIn(bank(range, { ...range, id: 'q2', numeric: { range: { least: '6' } } }))).toEqual([
      expect.stringMatching(/^questions\[1\]\.numeric\.range/),
    ]);
    expect(problemsIn(bank(range))).toEqual([
      'questions[0] (q1).key: lies outside the range of the question: no candidate could give this answer',
      'questions[0] (q1).numeric.range.max: must not be less than min',
    ]);
    expect(
      read(bank({ ...range, numeric: { range: { min: '5' } } })).questions[0]?.content.question,
    ).toMatchObject({ range: { min: '5' } });
    expect(problemsIn(bank({ ...single, subject: ' ', chapter: undefined }))).toEqual([
      'questions[0].chapter: is missing: it must be a string',
      'questions[0].subject: is empty: write something here',
    ]);
    expect(problemsIn({ bank: 'b', questions: [] })).toEqual(['questions: is empty: name at least one']);
  });

  it('[CON-13] supplies the question and the statements of assertion and reason in its languages', () => {
    const { options: _options, text: _text, ...rest } = single;
    const texts = { en: 'A', hi: 'A', mr: 'A' };
    const from = { ...rest, type: 'assertion-reason', assertion: texts, reason: texts, key: { option: 'C' } };
    const { problems, questions } = read(bank(from));
    expect(problems).toEqual([]);
    const question = questions[0]?.content.question;
    expect(Object.keys(question?.text ?? {})).toEqual(['en', 'hi', 'mr']);
    const options = question !== undefined && 'options' in question ? question.options : [];
    expect(options.map(({ id }) => id)).toEqual(['A', 'B', 'C', 'D']);
    expect(options[3]?.text['en']).toBe('A is false, but R is true.');
    expect(problemsIn(bank({ ...from, assertion: { ur: 'A' }, reason: { ur: 'A' } }))).toEqual([]);
    const tamil = { ...from, assertion: { ta: 'A' }, reason: { ta: 'A' } };
    expect(problemsIn(bank(tamil))).toContainEqual(
      expect.stringMatching(/options\[0\]\.text\.ta: is missing/),
    );
  });

  it('[CON-8] pins what the author has not pinned', () => {
    const question = read(bank(single)).questions[0]?.content.question;
    expect(question).toMatchObject({ options: [{ id: 'a' }, { id: 'b', pinned: true }] });
  });
});
