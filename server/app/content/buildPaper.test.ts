import { describe, expect, it } from 'vitest';
import type { Question } from '../../domain/content.ts';
import { checkPaper } from '../../domain/paperCheck.ts';
import { single, trueFalse } from '../../test/paperBuilders.ts';
import type { Bank, BankQuestion } from '../ports/content.ts';
import { banksOf, buildPaper } from './buildPaper.ts';
import { examFile } from './examFile.ts';

const english = (text: string) => ({ en: text });

const now = 1_800_000_012_345;

const inBank = (question: Question, more: Partial<BankQuestion> = {}): BankQuestion => ({
  question,
  groupPlace: null,
  subject: 'Maths',
  chapter: 'Numbers',
  difficulty: 'easy',
  tags: [],
  key: question.type === 'true-false' ? { type: 'true-false', value: true } : { type: 'single', option: 'A' },
  solution: english('A secret solution'),
  marks: { correct: '4', wrong: '-1' },
  ...more,
});

const grouped = (id: string, groupPlace: number, more: Partial<BankQuestion> = {}) =>
  inBank(single(id, { groupId: 'g' }), { groupPlace, ...more });

const bankOf = (...questions: BankQuestion[]): Bank => ({
  groups: new Map([['g', { id: 'g', text: english('Passage') }]]),
  questions: new Map(questions.map((each) => [each.question.id, each])),
});

const many = Array.from({ length: 20 }, (_, i) => inBank(single(`q${String(i).padStart(2, '0')}`)));

const section = (select: object, more: object = {}) => ({ id: 's1', title: 'One', select, ...more });

const fileWith = (...sections: object[]) => ({
  title: 'Test',
  bank: 'b',
  durationMinutes: 60,
  window: 'open',
  languages: ['en'],
  sections,
});

const build = (file: object, bank: Bank) => buildPaper(examFile.parse(file), new Map([['b', bank]]), now);
const idsIn = (file: object, bank: Bank) =>
  build(file, bank).paper.sections.map(({ questions }) => questions.map(({ id }) => id));
const problemsIn = (file: object, bank: Bank) =>
  build(file, bank).problems.map(({ where, message }) => `${where}: ${message}`);

describe('choosing questions', () => {
  it('[CON-14] takes questions by id in the order of the file', () => {
    const file = fileWith(section({ ids: ['q07', 'q03', 'q11'] }));
    expect(idsIn(file, bankOf(...many))).toEqual([['q07', 'q03', 'q11']]);
  });

  it('[CON-14] chooses by criteria at random, but always alike', () => {
    const file = fileWith(section({ count: 7 }));
    const [chosen = []] = idsIn(file, bankOf(...many));
    expect(chosen).toHaveLength(7);
    expect(chosen).not.toEqual(many.slice(0, 7).map(({ question }) => question.id));
    expect(idsIn(file, bankOf(...many.toReversed()))).toEqual([chosen]);
    const otherSeed = fileWith(section({ count: 7, seed: 'another' }));
    expect(idsIn(otherSeed, bankOf(...many))).not.toEqual([chosen]);
  });

  it('[CON-14] chooses only what fits all criteria', () => {
    const bank = bankOf(
      inBank(single('fits'), { tags: ['x', 'y'], difficulty: 'hard' }),
      inBank(single('easy'), { tags: ['x'] }),
      inBank(single('untagged'), { difficulty: 'hard' }),
      inBank(trueFalse('other-type'), { tags: ['x'], difficulty: 'hard' }),
      inBank(single('other-chapter'), { tags: ['x'], difficulty: 'hard', chapter: 'Shapes' }),
      inBank(single('other-subject'), { tags: ['x'], difficulty: 'hard', subject: 'Art' }),
    );
    const criteria = {
      subject: 'Maths',
      chapter: ['Numbers', 'Sums'],
      difficulty: 'hard',
      type: 'single',
      tags: ['x', 'z'],
    };
    expect(idsIn(fileWith(section(criteria)), bank)).toEqual([['fits']]);
  });

  it('[CON-14] chooses no question twice, and never what is named elsewhere', () => {
    const file = fileWith(
      section({ count: 10 }),
      { ...section({ count: 5 }), id: 's2' },
      { ...section({ ids: many.slice(0, 5).map(({ question }) => question.id) }), id: 's3' },
    );
    const all = idsIn(file, bankOf(...many)).flat();
    expect(new Set(all).size).toBe(20);
    expect(build(file, bankOf(...many)).problems).toEqual([]);
  });

  it('[CON-14, CON-18] says when there are too few, and what does not exist', () => {
    expect(problemsIn(fileWith(section({ count: 21 })), bankOf(...many))).toEqual([
      'sections[0].select: asks for 21 questions, but only 20 can be had: 20 fit and are still free',
    ]);
    expect(problemsIn(fileWith(section({ difficulty: 'hard' })), bankOf(...many))).toEqual([
      'sections[0].select: finds no question that is still free',
    ]);
    expect(problemsIn(fileWith(section({ ids: ['q01', 'q99'] })), bankOf(...many))).toEqual([
      'sections[0].select: names q99, which is not in the bank b',
    ]);
  });

  it('[CON-15] takes a group whole and in its order, wherever it is named', () => {
    const bank = bankOf(grouped('z-first', 1), grouped('a-second', 2), inBank(single('m')));
    const { paper, problems } = build(fileWith(section({ ids: ['m', 'a-second', 'z-first'] })), bank);
    expect(problems).toEqual([]);
    expect(paper.groups.map(({ id }) => id)).toEqual(['g']);
    expect(paper.sections[0]?.pools[0]?.units).toEqual([['m'], ['z-first', 'a-second']]);
    expect(problemsIn(fileWith(section({ ids: ['a-second'] })), bank)).toEqual([
      'sections[0].select: names a part of the group g: name z-first as well, or none of it',
    ]);
  });

  it('[CON-15] criteria take a group only if all of it fits and there is room for it', () => {
    const hard = { difficulty: 'hard' } as const;
    const bank = bankOf(grouped('g1', 1, hard), grouped('g2', 2), inBank(single('h'), hard));
    expect(idsIn(fileWith(section(hard)), bank)).toEqual([['h']]);
    expect(idsIn(fileWith(section({ count: 1 })), bank)).toEqual([['h']]);
    expect(
      idsIn(fileWith(section({ count: 3 })), bank)
        .flat()
        .sort(),
    ).toEqual(['g1', 'g2', 'h']);
    expect(problemsIn(fileWith(section({ count: 1 })), bankOf(grouped('g1', 1), grouped('g2', 2)))).toEqual([
      'sections[0].select: asks for 1 questions, but only 0 can be had: groups, which stay whole, leave none that fits',
    ]);
  });
});

describe('building a paper', () => {
  it('[CON-16] is sound as built, from whatever is chosen', () => {
    const file = fileWith(
      {
        ...section({ count: 3 }),
        select: undefined,
        pools: [
          { draw: 2, count: 5 },
          { draw: 1, ids: ['q00', 'q01'] },
        ],
      },
      { ...section({ count: 4 }), id: 's2', marks: { correct: 4, wrong: '-4/3' } },
    );
    const { paper, key, problems } = build(file, bankOf(...many));
    expect(problems).toEqual([]);
    expect(checkPaper(paper, key)).toEqual([]);
    expect(paper.sections[0]?.pools.map(({ draw, units }) => [draw, units.length])).toEqual([
      [2, 5],
      [1, 2],
    ]);
    expect(paper.sections[1]?.marking).toEqual({
      default: { rule: 'all-or-nothing', correct: '4', wrong: '-4/3' },
    });
  });

  it('[CON-17] keeps keys and solutions out of the content', () => {
    const { paper, key } = build(fileWith(section({ count: 5 })), bankOf(...many));
    expect(JSON.stringify(paper)).not.toMatch(/solution|"key"|"correct_|secret/i);
    expect(Object.keys(key.keys)).toHaveLength(5);
    expect(Object.values(key.solutions)[0]).toEqual(english('A secret solution'));
  });

  it("[CON-16] takes each question's own marks where the section gives none", () => {
    const bank = bankOf(...many.slice(0, 2), inBank(single('x'), { marks: { correct: '2', wrong: '0' } }));
    const { paper } = build(fileWith(section({})), bank);
    expect(paper.sections[0]?.marking).toEqual({
      default: { rule: 'all-or-nothing', correct: '4', wrong: '-1' },
      byQuestion: { x: { rule: 'all-or-nothing', correct: '2', wrong: '0' } },
    });
    expect(problemsIn(fileWith(section({})), bankOf(inBank(single('y'), { marks: null })))).toEqual([
      'sections[0]: gives no marks, and neither does question y: add "marks"',
    ]);
  });

  it('[CON-16] an open window begins with the minute and lasts ten years', () => {
    const { rules } = build(fileWith(section({})), bankOf(...many)).paper;
    expect(rules.opensAt).toBe(1_800_000_000_000);
    expect(rules.closesAt - rules.opensAt).toBe(10 * 365 * 86_400_000);
    expect(rules).toMatchObject({ graceMs: 5_000, maxFrames: 5_000, maxLateEntries: 500, takeover: 'free' });
  });

  it('[CMD-6] limits what proctors may grant where the file says so', () => {
    const limitOf = (more: object) =>
      build({ ...fileWith(section({})), ...more }, bankOf(...many)).paper.rules.maxExtensionMs;
    expect(limitOf({})).toBeUndefined();
    expect(limitOf({ maxExtensionMinutes: 90 })).toBe(90 * 60_000);
    expect(limitOf({ maxExtensionMinutes: 0 })).toBe(0);
  });

  it('[WEB-70] allows on the screen the aids that the file names, and none otherwise', () => {
    const toolsOf = (tools?: object) =>
      build({ ...fileWith(section({})), ...(tools && { tools }) }, bankOf(...many)).paper.rules.tools;
    expect(toolsOf()).toBeUndefined();
    expect(toolsOf({ calculator: 'basic' })).toEqual({ calculator: 'basic', keypad: false });
    expect(toolsOf({ keypad: true })).toEqual({ calculator: 'none', keypad: true });
    expect(() => toolsOf({ calculator: 'graphing' })).toThrow();
  });

  it('[CON-16] reads times with their offset, and no others', () => {
    const opensAt = '2026-12-01T09:00:00+05:30';
    const window = { opensAt, closesAt: '2026-12-01T06:30:00Z' };
    const { rules } = build({ ...fileWith(section({})), window }, bankOf(...many)).paper;
    expect(rules.opensAt).toBe(Date.UTC(2026, 11, 1, 3, 30));
    expect(rules.lastEntryAt).toBe(rules.closesAt);
    const local = { opensAt: '2026-12-01T09:00:00', closesAt: window.closesAt };
    expect(examFile.safeParse({ ...fileWith(section({})), window: local }).success).toBe(false);
  });

  it('[CON-16] locked sections add up to the whole by themselves', () => {
    const locked = (id: string, from: string) => ({
      ...section({ ids: [from] }, { durationMinutes: 13.3333 }),
      id,
    });
    const file = {
      ...fileWith(locked('a', 'q00'), locked('b', 'q01')),
      durationMinutes: undefined,
      navigation: 'locked',
    };
    const { paper, key } = build(file, bankOf(...many));
    expect(checkPaper(paper, key)).toEqual([]);
    expect(paper.rules.durationMs).toBe(2 * 800_000);
    expect(problemsIn({ ...fileWith(section({})), durationMinutes: undefined }, bankOf(...many))).toEqual([
      'durationMinutes: is missing: say how long the exam lasts',
    ]);
  });

  it('[CON-18] every selection needs a bank', () => {
    const file = examFile.parse({ ...fileWith(section({})), bank: undefined });
    expect(banksOf(file).problems).toEqual([
      { where: 'sections[0].select', message: 'names no bank: name it here or at the top as "bank"' },
    ]);
    const other = examFile.parse(fileWith(section({ bank: 'c' }), { ...section({}), id: 's2' }));
    expect([...banksOf(other).names]).toEqual(['c', 'b']);
  });
});

describe('[FBK-5] the form for feedback', () => {
  const asking = (more: object) =>
    build({ ...fileWith(section({ count: 2 })), languages: ['en', 'mr'], ...more }, bankOf(...many)).paper;

  it('is the file’s, a text without a language being that of all', () => {
    expect(asking({ feedback: { items: [{ id: 'time', text: 'Enough' }] } }).feedback).toEqual({
      items: [{ id: 'time', text: { en: 'Enough', mr: 'Enough' } }],
      freeText: true,
    });
  });

  it('is not in a paper whose file says nothing, so that its hash stays what it was', () => {
    expect(asking({})).not.toHaveProperty('feedback');
  });
});

describe('[OBS-5] the policy of conduct', () => {
  const conductOf = (conduct?: object) =>
    build({ ...fileWith(section({ count: 2 })), languages: ['en', 'mr'], conduct }, bankOf(...many)).paper
      .rules.conduct;

  it('is the file’s, a text without a language being that of all', () => {
    expect(
      conductOf({
        'tab-hidden': [
          { after: 2, do: 'warn', text: 'Stay here' },
          { after: 5, do: 'call' },
        ],
        paste: [],
      }),
    ).toEqual({
      'tab-hidden': [
        { after: 2, do: 'warn', text: { en: 'Stay here', mr: 'Stay here' } },
        { after: 5, do: 'call' },
      ],
      paste: [],
    });
    expect(conductOf()).toBeUndefined();
  });

  it('knows no other observation, and no step that ends an exam', () => {
    expect(() => conductOf({ zoom: [] })).toThrow();
    expect(() => conductOf({ paste: [{ after: 1, do: 'terminate' }] })).toThrow();
    expect(() => conductOf({ paste: [{ after: 1, do: 'warn' }] })).toThrow();
  });
});
