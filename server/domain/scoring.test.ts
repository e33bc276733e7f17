import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allOrNothing,
  keyFor,
  matrix,
  multiple,
  numerical,
  paper,
  section,
  shortText,
  single,
  trueFalse,
} from '../test/paperBuilders.ts';
import type { MarkingRule, PaperContent, PaperSection } from './content.ts';
import { add, formatFraction, parseFraction, ZERO } from './fraction.ts';
import type { KeyAction } from './key.ts';
import { candidateOrder } from './paperOrder.ts';
import { type Score, scoreAttempt } from './scoring.ts';

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`);
const mcqs = (prefix: string, count: number) => numbered(prefix, count).map((id) => single(id));
const typed = (prefix: string, count: number) => numbered(prefix, count).map((id) => numerical(id));
const everything = (content: PaperContent) => candidateOrder(content, 'seed').sections;
const answersOf = (entries: Readonly<Record<string, unknown>>) =>
  new Map(Object.entries(entries).map(([id, value]) => [id, { value }]));

/** Answers the questions one after another: first the right ones, then the wrong ones; the rest stays empty. */
function sit(content: PaperContent, right: number, wrong: number): Score {
  const questions = content.sections.flatMap((each) => each.questions);
  const answers = new Map(
    questions.slice(0, right + wrong).map(({ id, type }, i) => {
      const value = type === 'numerical' ? ['42', '41'] : ['A', 'B'];
      return [id, { value: value[i < right ? 0 : 1] }];
    }),
  );
  return scoreAttempt(content, everything(content), answers, keyFor(content));
}

const sum = (marks: readonly string[]) =>
  formatFraction(marks.map(parseFraction).reduce((total, each) => add(total, each), ZERO));

describe('[SCO-1, SCO-2, SCO-13] papers as they are set', () => {
  const jeeMain = paper({
    sections: ['mathematics', 'physics', 'chemistry'].map((id) =>
      section(id, [...mcqs(id, 20), ...typed(`${id}-n`, 5)]),
    ),
  });

  it.each([
    [75, 0, '300'],
    [0, 75, '-75'],
    [50, 20, '180'],
    [0, 0, '0'],
  ])('JEE Main: %i right and %i wrong of 75 make %s of 300', (right, wrong, total) => {
    expect(sit(jeeMain, right, wrong)).toMatchObject({ total, maximum: '300' });
  });

  it('JEE Main: each subject has its own hundred', () => {
    expect(sit(jeeMain, 30, 5).perSection).toEqual([
      { sectionId: 'mathematics', total: '100', maximum: '100' },
      { sectionId: 'physics', total: '15', maximum: '100' },
      { sectionId: 'chemistry', total: '0', maximum: '100' },
    ]);
  });

  it('NEET: 180 questions, 720 marks, +4 and −1', () => {
    const neet = paper({
      sections: [section('p', mcqs('p', 45)), section('c', mcqs('c', 45)), section('b', mcqs('b', 90))],
    });
    expect(sit(neet, 150, 30)).toMatchObject({ total: '570', maximum: '720' });
  });

  const upsc = (count: number, correct: string, wrong: string) =>
    paper({
      sections: [section('s', mcqs('s', count), { marking: { default: allOrNothing(correct, wrong) } })],
    });

  it.each([
    [0, 1, '-2/3'],
    [1, 1, '4/3'],
    [50, 30, '80'],
    [60, 40, '280/3'],
    [0, 100, '-200/3'],
  ])('UPSC General Studies: %i right and %i wrong of 100 × 2 make exactly %s', (right, wrong, total) => {
    expect(sit(upsc(100, '2', '-2/3'), right, wrong)).toMatchObject({ total, maximum: '200' });
  });

  it('UPSC CSAT: 80 × 2.5, a third of it off for a wrong answer', () => {
    expect(sit(upsc(80, '2.5', '-5/6'), 27, 3)).toMatchObject({ total: '65', maximum: '200' });
  });

  it('CAT: 24 + 22 + 22 questions, +3 and −1, nothing off for typed answers', () => {
    const marking = {
      default: allOrNothing('3', '-1'),
      byType: { numerical: allOrNothing('3', '0') },
    };
    const cat = paper({
      sections: [
        section('varc', mcqs('v', 24), { marking }),
        section('dilr', [...mcqs('d', 12), ...typed('dn', 10)], { marking }),
        section('qa', [...mcqs('q', 14), ...typed('qn', 8)], { marking }),
      ],
    });
    expect(sit(cat, 68, 0)).toMatchObject({ total: '204', maximum: '204' });
    expect(sit(cat, 0, 68)).toMatchObject({ total: '-50' });
  });

  it('TAIT: 200 questions, 200 marks, nothing off', () => {
    expect(sit(upsc(200, '1', '0'), 120, 80)).toMatchObject({ total: '120', maximum: '200' });
  });
});

describe('[SCO-3, SCO-5] JEE Advanced, its kinds of questions side by side', () => {
  const subset: MarkingRule = { rule: 'partial-subset', correct: '4', perOption: '1', wrong: '-2' };
  const rows: MarkingRule = { rule: 'per-row', perRow: '1', wrongRow: '0' };
  const content = paper({
    sections: [
      section('one', [single('s')], { marking: { default: allOrNothing('3', '-1') } }),
      section('many', [multiple('m')], { marking: { default: subset } }),
      section('number', [numerical('n')], { marking: { default: allOrNothing('4', '0') } }),
      section('grid', [matrix('g')], { marking: { default: rows } }),
    ],
  });
  const key = keyFor(content, {
    keys: {
      s: { type: 'single', option: 'B' },
      m: { type: 'multiple', options: ['A', 'C', 'D'] },
      n: { type: 'numerical', accept: { min: '7.15', max: '7.25' } },
      g: { type: 'matrix', rows: { r1: ['p'], r2: ['q', 's'], r3: ['r'] } },
    },
  });

  it('add up', () => {
    const answers = answersOf({ s: 'A', m: ['D', 'A'], n: '7.2', g: { r1: ['p'], r2: ['q'], r3: ['r'] } });
    expect(scoreAttempt(content, everything(content), answers, key)).toEqual({
      total: '7',
      maximum: '14',
      perSection: [
        { sectionId: 'one', total: '-1', maximum: '3' },
        { sectionId: 'many', total: '2', maximum: '4' },
        { sectionId: 'number', total: '4', maximum: '4' },
        { sectionId: 'grid', total: '2', maximum: '3' },
      ],
      perQuestion: [
        { questionId: 's', outcome: 'wrong', marks: '-1' },
        { questionId: 'm', outcome: 'partial', marks: '2' },
        { questionId: 'n', outcome: 'correct', marks: '4' },
        { questionId: 'g', outcome: 'partial', marks: '2' },
      ],
    });
  });
});

describe('what is scored', () => {
  const content = paper();
  const key = keyFor(content);

  it('[SCO-8] an answer that is marked for review counts like any other', () => {
    const marked = new Map([['q1', { value: 'A', marked: true, visited: true }]]);
    expect(scoreAttempt(content, everything(content), marked, key)).toMatchObject({ total: '4' });
  });

  it('[SCO-7] a cleared answer is none', () => {
    expect(scoreAttempt(content, everything(content), answersOf({ q1: null }), key).perQuestion[0]).toEqual({
      questionId: 'q1',
      outcome: 'unanswered',
      marks: '0',
    });
  });

  it('[SCO-13] only the questions that the candidate was given, in the candidate’s order', () => {
    const drawn = [{ id: 's1', questionIds: ['q2'] }];
    expect(scoreAttempt(content, drawn, answersOf({ q1: 'A', q2: 'B', q9: '?' }), key)).toEqual({
      total: '-1',
      maximum: '4',
      perSection: [{ sectionId: 's1', total: '-1', maximum: '4' }],
      perQuestion: [{ questionId: 'q2', outcome: 'wrong', marks: '-1' }],
    });
  });

  it('[SCO-15] what does not belong together is an error, not a score', () => {
    const score = (drawn: Parameters<typeof scoreAttempt>[1], answers = {}, withKey = key) =>
      scoreAttempt(content, drawn, answersOf(answers), withKey);
    expect(() => score([{ id: 's9', questionIds: [] }])).toThrow('the paper has no section s9');
    expect(() => score([{ id: 's1', questionIds: ['q9'] }])).toThrow('section s1 has no question q9');
    expect(() => score(everything(content), { q1: 'Z' })).toThrow(
      'the answer to question q1 does not fit it: unknown-option',
    );
    expect(() => score(everything(content), {}, { ...key, keys: {} })).toThrow('question q1 has no key');
  });
});

describe('a faulty question', () => {
  const content = paper();

  const score = (action: KeyAction, answer: unknown) => {
    const key = keyFor(content, { actions: { q1: action } });
    const { total, maximum, perQuestion } = scoreAttempt(
      content,
      everything(content),
      answersOf({ q1: answer, q2: 'A' }),
      key,
    );
    return { total, maximum, q1: perQuestion[0]?.outcome };
  };

  it.each([
    ['A', 'correct', '8'],
    ['C', 'correct', '8'],
    ['B', 'wrong', '3'],
    [null, 'unanswered', '4'],
  ])('[SCO-9] whose key is A, also accepting C: %s is %s', (answer, q1, total) => {
    const also: KeyAction = { action: 'accept-also', keys: [{ type: 'single', option: 'C' }] };
    expect(score(also, answer)).toEqual({ total, maximum: '8', q1 });
  });

  it('[SCO-9] with several keys is marked under the one that gives most', () => {
    const subset: MarkingRule = { rule: 'partial-subset', correct: '4', perOption: '1', wrong: '-2' };
    const many = paper({ sections: [section('s', [multiple('m')], { marking: { default: subset } })] });
    const key = keyFor(many, {
      keys: { m: { type: 'multiple', options: ['A', 'B', 'C'] } },
      actions: { m: { action: 'accept-also', keys: [{ type: 'multiple', options: ['A', 'B', 'D'] }] } },
    });
    const marksFor = (chosen: string) =>
      scoreAttempt(many, everything(many), answersOf({ m: [...chosen] }), key).total;
    expect(['AB', 'ABC', 'ABD', 'ABCD', 'CD', 'D'].map(marksFor)).toEqual(['2', '4', '4', '-2', '-2', '1']);
  });

  it.each([
    ['A', 'bonus', '8'],
    ['B', 'bonus', '8'],
    [null, 'unanswered', '4'],
  ])('[SCO-10] with full marks to all who attempted it: %s is %s', (answer, q1, total) => {
    expect(score({ action: 'full-marks-to-attempted' }, answer)).toEqual({ total, maximum: '8', q1 });
  });

  it.each([['A'], ['B'], [null]])('[SCO-11] with full marks to all who appeared: %s is bonus', (answer) => {
    expect(score({ action: 'full-marks-to-all' }, answer)).toEqual({ total: '8', maximum: '8', q1: 'bonus' });
  });

  it.each([['A'], ['B'], [null]])(
    '[SCO-12] that is dropped leaves the maximum too: %s counts nothing',
    (answer) => {
      expect(score({ action: 'drop' }, answer)).toEqual({ total: '4', maximum: '4', q1: 'dropped' });
    },
  );
});

describe('[SCO-13] totals', () => {
  const marks = fc.constantFrom('4', '-1', '-2/3', '2.5', '1/7', '0');
  const questions = [
    single('a'),
    multiple('b'),
    numerical('c'),
    trueFalse('d'),
    shortText('e'),
    matrix('f'),
    single('g'),
  ];
  const given = fc.record({
    a: fc.constantFrom(null, 'A', 'B'),
    b: fc.constantFrom(null, [], ['A'], ['A', 'B']),
    c: fc.constantFrom(null, '42', '42.0', '7'),
    d: fc.constantFrom(null, true, false),
    e: fc.constantFrom(null, '', ' mumbai ', 'Pune'),
    f: fc.constantFrom(null, {}, { r1: ['p'] }, { r1: ['p'], r2: ['p'], r3: ['p'] }),
    g: fc.constantFrom(null, 'A', 'D'),
  });
  const sectionWith = (id: string, from: number, to: number, correct: string, wrong: string): PaperSection =>
    section(id, questions.slice(from, to), { marking: { default: allOrNothing(correct, wrong) } });

  it('are the exact sums of their sections, and those of their questions', () => {
    fc.assert(
      fc.property(marks, marks, marks, given, (correct, wrongOne, wrongTwo, values) => {
        const content = paper({
          sections: [
            sectionWith('one', 0, 3, correct, wrongOne),
            sectionWith('two', 3, 7, correct, wrongTwo),
          ],
        });
        const score = scoreAttempt(content, everything(content), answersOf(values), keyFor(content));
        expect(score.total).toBe(sum(score.perSection.map(({ total }) => total)));
        expect(score.total).toBe(sum(score.perQuestion.map((question) => question.marks)));
        expect(score.maximum).toBe(sum(score.perSection.map(({ maximum }) => maximum)));
      }),
    );
  });

  it('do not depend on the order in which the questions were given', () => {
    fc.assert(
      fc.property(
        given,
        fc.shuffledSubarray(
          questions.map(({ id }) => id),
          { minLength: 7 },
        ),
        (values, order) => {
          const content = paper({ sections: [section('s', questions)] });
          const score = (ids: readonly string[]) =>
            scoreAttempt(content, [{ id: 's', questionIds: ids }], answersOf(values), keyFor(content));
          expect(score(order).total).toBe(score(questions.map(({ id }) => id)).total);
        },
      ),
    );
  });
});
