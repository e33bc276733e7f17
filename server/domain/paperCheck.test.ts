import { describe, expect, it } from 'vitest';
import {
  allOrNothing,
  assertionReason,
  choices,
  eachAlone,
  examRules,
  group,
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
import type { ExamRules, MarkingRule, NumberRange, PaperContent, PaperSection, Question } from './content.ts';
import type { KeyAction, NumericalKey, PaperKey, QuestionKey } from './key.ts';
import { checkPaper } from './paperCheck.ts';

const problems = (content: PaperContent, key: PaperKey = keyFor(content)) =>
  checkPaper(content, key).map(({ path, message }) => `${path} ${message}`);

const ofSection = (
  more: Partial<PaperSection>,
  questions: readonly Question[] = [single('q1'), single('q2')],
) => problems(paper({ sections: [section('s1', questions, more)] }));

const ofQuestion = (question: Question) => problems(paper({ sections: [section('s1', [question])] }));

const everyType = [
  single('single'),
  multiple('multiple'),
  assertionReason('assertion'),
  numerical('number', { unit: { en: 'm/s' } }),
  matrix('grid'),
  trueFalse('judgement'),
  shortText('text'),
];

describe('[PAP-11, PAP-12, PAP-13, PAP-14, PAP-15, PAP-16] a sound paper', () => {
  it('has no problems, whatever its questions', () => {
    expect(ofSection({}, everyType)).toEqual([]);
  });

  it('has no problems with groups, pools, images, locked sections and several languages', () => {
    const images = [{ src: 'a.png', alt: { en: 'A triangle' } }];
    const questions = [
      single('q1'),
      single('q2', { groupId: 'g1' }),
      single('q3', { groupId: 'g1', images }),
    ];
    const content = paper({
      groups: [group('g1')],
      rules: examRules({ navigation: 'locked', durationMs: 3_600_000 }),
      sections: [
        section('s1', questions, {
          durationMs: 2_400_000,
          pools: [{ draw: 1, units: [['q1'], ['q2', 'q3']] }],
        }),
        section('s2', [single('q4')], { durationMs: 1_200_000 }),
      ],
    });
    expect(problems(content)).toEqual([]);
  });
});

describe('[PAP-11] ids', () => {
  it('are unique: questions in the paper, sections, groups, and choices in their question', () => {
    const content = paper({
      groups: [group('g'), group('g')],
      sections: [
        section('s', [single('q'), single('r', { options: choices('A', 'B', 'A') })]),
        section('s', [single('q')]),
      ],
    });
    expect(problems(content)).toEqual([
      'groups[1].id g is used twice: give each its own id',
      'sections[1].id s is used twice: give each its own id',
      'sections[1].questions[0].id q is used twice: give each its own id',
      'sections[0].questions[1].options[2].id A is used twice: give each its own id',
    ]);
  });

  it.each(['', 'a b', 'क', 'x'.repeat(65), '__proto__', 'constructor', 'toString'])('may not be %j', (id) => {
    expect(ofQuestion(single(id))).toEqual([
      'sections[0].questions[0].id must be 1 to 64 printable ASCII characters without spaces, and not a name like toString',
    ]);
  });
});

describe('[FBK-3] a form for feedback', () => {
  const asking = (items: readonly { id: string; text: Record<string, string> }[]) =>
    problems(paper({ sections: [section('s1', [single('q1')])], feedback: { items, freeText: true } }));
  const item = (id: string) => ({ id, text: { en: 'The time was enough.' } });

  it('has at most ten items, of names of their own, in every language', () => {
    const items = Array.from({ length: 10 }, (_, i) => item(`i${i}`));
    expect(asking([])).toEqual([]);
    expect(asking(items)).toEqual([]);
    expect(asking([...items, item('one-more')])).toEqual(['feedback.items has more than 10 items']);
    expect(asking([item('a'), item('a')])).toHaveLength(1);
    expect(asking([{ id: 'a', text: { mr: 'वेळ पुरेसा होता.' } }])).toEqual([
      'feedback.items[0].text.en is missing: write the text in this language',
    ]);
  });
});

describe('[PAP-12] pools and groups', () => {
  const inGroup = (id: string, groupId = 'g') => single(id, { groupId });

  it.each<[string, Partial<PaperSection>, string[]]>([
    [
      'draw more units than they have',
      { pools: [{ draw: 3, units: [['q1'], ['q2']] }] },
      ['sections[0].pools[0].draw asks for 3 of 2 units: add units or draw fewer'],
    ],
    [
      'draw nothing',
      { pools: [{ draw: 0, units: [['q1'], ['q2']] }] },
      ['sections[0].pools[0].draw must be a whole number above 0'],
    ],
    [
      'draw half a unit',
      { pools: [{ draw: 0.5, units: [['q1'], ['q2']] }] },
      ['sections[0].pools[0].draw must be a whole number above 0'],
    ],
    [
      'name an unknown question',
      { pools: [{ draw: 3, units: [['q1'], ['q2'], ['q9']] }] },
      ['sections[0].pools[0].units[2] names q9, which is not a question of this section'],
    ],
    [
      'leave a question out',
      { pools: [{ draw: 1, units: [['q1']] }] },
      ['sections[0].questions[1] q2 stands in no pool: nobody would be given it'],
    ],
    [
      'hold a question twice',
      { pools: [eachAlone([single('q1'), single('q2')]), { draw: 1, units: [['q1']] }] },
      ['sections[0].questions[0] q1 stands in several units: somebody could be given it twice'],
    ],
    [
      'hold an empty unit',
      { pools: [{ draw: 1, units: [['q1'], ['q2'], []] }] },
      ['sections[0].pools[0].units[2] is empty: name the question or the questions of the group'],
    ],
    [
      'join questions that have no group',
      { pools: [{ draw: 1, units: [['q1', 'q2']] }] },
      ['sections[0].pools[0].units[0] joins questions that are not of one group'],
    ],
  ])('may not %s', (_, more, expected) => {
    expect(ofSection(more)).toEqual(expected);
  });

  it('may not split a group over units, nor turn its order round', () => {
    const content = (units: string[][]) =>
      paper({
        groups: [group('g')],
        sections: [section('s', [inGroup('q1'), inGroup('q2')], { pools: [{ draw: 1, units }] })],
      });
    const message = 'must hold all questions of group g in their order: q1, q2';
    expect(problems(content([['q1'], ['q2']]))).toEqual([
      `sections[0].pools[0].units[0] ${message}`,
      `sections[0].pools[0].units[1] ${message}`,
    ]);
    expect(problems(content([['q2', 'q1']]))).toEqual([`sections[0].pools[0].units[0] ${message}`]);
    expect(problems(content([['q1', 'q2']]))).toEqual([]);
  });

  it('may not join two groups, split one over sections, or name one that is not there', () => {
    const content = paper({
      groups: [group('g')],
      sections: [
        section('s1', [inGroup('q1'), inGroup('q2', 'h')], { pools: [{ draw: 1, units: [['q1', 'q2']] }] }),
        section('s2', [inGroup('q3')]),
      ],
    });
    expect(problems(content)).toEqual([
      'sections[0].pools[0].units[0] joins questions that are not of one group',
      'sections[0].questions[1].groupId names h, which is not among the groups',
      'sections[1].questions[0].groupId names g, which belongs to section s1: use one section',
    ]);
  });

  it('may not be empty: sections and questions must be there', () => {
    expect(problems(paper({ sections: [] }))).toEqual([
      'sections is empty: a paper needs at least one section',
    ]);
    expect(ofSection({ pools: [] }, [])).toEqual([
      'sections[0].questions is empty: a section needs at least one question',
    ]);
  });
});

describe('[PAP-13] times', () => {
  const ofRules = (more: Partial<ExamRules>) => problems(paper({ rules: examRules(more) }));

  it.each<[Partial<ExamRules>, string[]]>([
    [{ durationMs: 0 }, ['rules.durationMs must be a whole number of milliseconds above 0']],
    [{ durationMs: Number.NaN }, ['rules.durationMs must be a whole number of milliseconds above 0']],
    [{ graceMs: -1 }, ['rules.graceMs must be a whole number, 0 or more']],
    [{ maxLateEntries: 0.5 }, ['rules.maxLateEntries must be a whole number, 0 or more']],
    [{ maxFrames: 0 }, ['rules.maxFrames must be a whole number above 0']],
    [{ opensAt: 10, lastEntryAt: 9, closesAt: 20 }, ['rules.lastEntryAt must not be before opensAt']],
    [{ opensAt: 10, lastEntryAt: 30, closesAt: 20 }, ['rules.closesAt must not be before lastEntryAt']],
    [{ opensAt: 10, lastEntryAt: 10, closesAt: 10 }, ['rules.closesAt must be after opensAt']],
    [{ opensAt: 1.5 }, ['rules.opensAt must be a time in whole milliseconds']],
  ])('%j is refused', (more, expected) => {
    expect(ofRules(more)).toEqual(expected);
  });

  const timed = (times: readonly (number | undefined)[], more: Partial<ExamRules>) =>
    problems(
      paper({
        rules: examRules(more),
        sections: times.map((durationMs, i) =>
          section(`s${i}`, [single(`q${i}`)], durationMs === undefined ? {} : { durationMs }),
        ),
      }),
    );

  it('of locked sections are all there and add up to the duration', () => {
    const locked = { navigation: 'locked', durationMs: 100 } as const;
    expect(timed([60, 40], locked)).toEqual([]);
    expect(timed([60, 50], locked)).toEqual([
      'rules.durationMs is 100 ms, but the times of the sections add up to 110 ms',
    ]);
    expect(timed([100, undefined], locked)).toEqual([
      'sections[1].durationMs is missing: a locked section needs its own time',
    ]);
    expect(timed([100, 0], locked)).toEqual([
      'sections[1].durationMs must be a whole number of milliseconds above 0',
    ]);
  });

  it('of free sections are absent', () => {
    expect(timed([60, undefined], { durationMs: 100 })).toEqual([
      'sections[0].durationMs has no effect with free navigation: leave it out, or lock the sections',
    ]);
  });
});

describe('[PAP-14] texts', () => {
  it('stand in every language of the paper', () => {
    const alt = { hi: 'त्रिभुज' };
    const content = paper({
      languages: ['en', 'hi'],
      title: { en: 'Title', hi: 'शीर्षक' },
      groups: [{ id: 'g', text: { en: 'Passage', hi: '  ' } }],
      sections: [
        section(
          's',
          [
            {
              ...assertionReason('q', {
                options: choices('A', 'B').slice(0, 2),
                images: [{ src: 'a.png', alt }],
              }),
              reason: { en: 'R', hi: 'र' },
            },
          ],
          { title: { en: 'S', hi: 'स' } },
        ),
      ],
    });
    const missing = 'is missing: write the text in this language';
    expect(problems(content)).toEqual([
      `groups[0].text.hi ${missing}`,
      `sections[0].questions[0].text.hi ${missing}`,
      `sections[0].questions[0].images[0].alt.en ${missing}`,
      `sections[0].questions[0].assertion.hi ${missing}`,
      `sections[0].questions[0].options[0].text.hi ${missing}`,
      `sections[0].questions[0].options[1].text.hi ${missing}`,
    ]);
  });

  it('hold only what the database can store', () => {
    expect(problems(paper({ title: { en: 'a\u0000' } }))).toHaveLength(1);
    expect(problems(paper({ title: { en: 'a\ud83d' } }))).toEqual([
      'title.en holds characters that are not text (U+0000 or half a surrogate pair)',
    ]);
  });

  it.each<[string[], string[]]>([
    [[], ['languages is empty: name at least one, such as en']],
    [['en', 'en'], ['languages[1] en is named twice']],
    [['English'], ['languages[0] must be a language tag such as en, hi or mr']],
  ])('in languages %j are refused', (languages, expected) => {
    expect(problems(paper({ languages }))).toEqual(expect.arrayContaining(expected));
  });

  it('can be answered: enough choices, and a limit for typed text', () => {
    const grid = matrix('q', { rows: [], columns: choices('p') });
    expect(ofQuestion(grid)).toEqual(
      expect.arrayContaining([
        'sections[0].questions[0].rows must have at least 1',
        'sections[0].questions[0].columns must have at least 2',
      ]),
    );
    expect(ofQuestion(single('q', { options: choices('A') }))).toEqual([
      'sections[0].questions[0].options must have at least 2',
    ]);
    for (const maxLength of [0, -1, 1.5, 5_001]) {
      expect(ofQuestion(shortText('q', { maxLength }))).toContain(
        'sections[0].questions[0].maxLength must be a whole number from 1 to 5000',
      );
    }
  });
});

describe('[PAP-15] marks', () => {
  const ofRule = (rule: MarkingRule, question: Question = single('q1')) =>
    ofSection({ marking: { default: rule } }, [question]);
  const unreadable = 'are not marks: write them as 4, -2/3 or 0.25';

  it.each<[MarkingRule, string[]]>([
    [allOrNothing('four', '-1'), [`sections[0].marking.default.correct ${unreadable}`]],
    [allOrNothing('4', '-1/0'), [`sections[0].marking.default.wrong ${unreadable}`]],
    [allOrNothing('-4', '-1'), ['sections[0].marking.default.correct must not be negative']],
    [
      allOrNothing('4', '1'),
      ['sections[0].marking.default.wrong would reward a wrong answer: write 0 or a negative number'],
    ],
  ])('%j are refused', (rule, expected) => {
    expect(ofRule(rule)).toEqual(expected);
  });

  it('of a rule that cannot mark the type are refused', () => {
    const subset: MarkingRule = { rule: 'partial-subset', correct: '4', perOption: '1', wrong: '-2' };
    const rows: MarkingRule = { rule: 'per-row', perRow: '2', wrongRow: '0' };
    expect(ofRule(subset, multiple('q1'))).toEqual([]);
    expect(ofRule(rows, matrix('q1'))).toEqual([]);
    expect(ofRule(subset)).toEqual([
      'sections[0].marking partial-subset cannot mark q1, which is of type single',
    ]);
    expect(ofRule(rows)).toEqual(['sections[0].marking per-row cannot mark q1, which is of type single']);
    expect(ofRule({ ...subset, perOption: 'x' }, multiple('q1'))).toHaveLength(1);
    expect(ofRule({ ...rows, wrongRow: '1' }, matrix('q1'))).toHaveLength(1);
  });

  it('that give more for a part of the right options than for all of them are refused', () => {
    const subset: MarkingRule = { rule: 'partial-subset', correct: '4', perOption: '2', wrong: '-2' };
    const content = paper({
      sections: [section('s1', [multiple('q1')], { marking: { default: subset } })],
    });
    const withKey = (...options: string[]) =>
      problems(content, keyFor(content, { keys: { q1: { type: 'multiple', options } } }));
    expect(withKey('A', 'B', 'C')).toEqual([]);
    expect(withKey('A', 'B', 'C', 'D')).toEqual([
      'sections[0].marking gives more for a part of the right options of q1 than for all of them: lower perOption',
    ]);
  });

  it('of a type or a question are held to the same, and speak of a question that is there', () => {
    const marking = {
      default: allOrNothing('4', '-1'),
      byType: { single: allOrNothing('x', '0') },
      byQuestion: { q1: allOrNothing('1', 'y'), q9: allOrNothing('1', '0') },
    };
    expect(ofSection({ marking })).toEqual([
      `sections[0].marking.byType.single.correct ${unreadable}`,
      `sections[0].marking.byQuestion.q1.wrong ${unreadable}`,
      'sections[0].marking.byQuestion.q9 is not a question of this section',
    ]);
  });
});

describe('[PAP-17] the range of a numerical question', () => {
  const ofRange = (range: NumberRange, accept: NumericalKey = { exact: '5' }) => {
    const content = paper({ sections: [section('s1', [numerical('n', { range })])] });
    const key = keyFor(content);
    return problems(content, { ...key, keys: { n: { type: 'numerical', accept } } });
  };
  const outside = ['key.keys.n lies outside the range of the question: no candidate could give this answer'];

  it('has decimals for bounds, in their order, and one at least', () => {
    expect(ofRange({})).toEqual(['sections[0].questions[0].range is empty: give min, max or both']);
    expect(ofRange({ min: '0', max: 'ten' })).toEqual([
      'sections[0].questions[0].range.max must be a decimal number of at most 40 characters, such as 12.5',
    ]);
    expect(ofRange({ min: '5.1', max: '5' })).toEqual([
      'sections[0].questions[0].range.max must not be less than min',
      ...outside,
    ]);
  });

  it.each<[NumericalKey, NumberRange, string[]]>([
    [{ exact: '5' }, { min: '5', max: '5.0' }, []],
    [{ exact: '5' }, { max: '4.9' }, outside],
    [{ exact: '0.1' }, { min: '0.10000000000000000001' }, outside],
    [{ value: '5', tolerance: '0.2' }, { min: '5.2' }, []],
    [{ value: '5', tolerance: '0.2' }, { min: '5.21' }, outside],
    [{ min: '4', max: '6' }, { max: '4' }, []],
    [{ min: '4', max: '6' }, { max: '3.9' }, outside],
  ])('a key of %j with the range %j', (accept, range, expected) => {
    expect(ofRange(range, accept)).toEqual(expected);
  });
});

describe('[PAP-16] the key', () => {
  const content = paper({ sections: [section('s', everyType)] });
  const sound = keyFor(content);
  const withKey = (id: string, key: QuestionKey) =>
    problems(content, { ...sound, keys: { ...sound.keys, [id]: key } });
  const no = 'no candidate could give this answer';

  it.each<[string, QuestionKey, string[]]>([
    [
      'single',
      { type: 'single', option: 'E' },
      [`.option names an option that the question does not have: ${no}`],
    ],
    [
      'single',
      { type: 'multiple', options: ['A'] },
      [' is of type multiple, but the question is of type single'],
    ],
    [
      'assertion',
      { type: 'assertion-reason', option: 'E' },
      [`.option names an option that the question does not have: ${no}`],
    ],
    ['multiple', { type: 'multiple', options: [] }, ['.options is empty: give the right answer']],
    [
      'multiple',
      { type: 'multiple', options: ['A', 'A'] },
      [`.options does not fit the question (twice the same option, or text that is too long): ${no}`],
    ],
    [
      'number',
      { type: 'numerical', accept: { exact: '1e3' } },
      ['.accept.exact must be a decimal number of at most 40 characters, such as 12.5'],
    ],
    [
      'number',
      { type: 'numerical', accept: { value: '1', tolerance: '-0.1' } },
      ['.accept.tolerance must not be negative'],
    ],
    [
      'number',
      { type: 'numerical', accept: { min: '2', max: '1.9' } },
      ['.accept.max must not be less than min'],
    ],
    [
      'grid',
      { type: 'matrix', rows: { r1: ['p'], r2: ['q'] } },
      ['.rows.r3 is missing: name the right columns of this row'],
    ],
    [
      'grid',
      { type: 'matrix', rows: { r1: ['z'], r2: ['q'], r3: ['r'] } },
      [`.rows names an option that the question does not have: ${no}`],
    ],
    [
      'text',
      { type: 'short-text', accept: [], caseSensitive: false },
      ['.accept is empty: name at least one right answer'],
    ],
    [
      'text',
      { type: 'short-text', accept: ['cafe\u0301', ' ', 'x'.repeat(21)], caseSensitive: false },
      [
        '.accept[1] is empty: give the right answer',
        `.accept[2] does not fit the question (twice the same option, or text that is too long): ${no}`,
      ],
    ],
  ])('of %s may not be %j', (id, key, expected) => {
    expect(withKey(id, key)).toEqual(expected.map((problem) => `key.keys.${id}${problem}`));
  });

  it('is there for every question, and for no other', () => {
    const { single: _, ...rest } = sound.keys;
    expect(problems(content, { ...sound, keys: rest })).toEqual([
      'key.keys.single is missing: give the right answer',
    ]);
    const drop: KeyAction = { action: 'drop' };
    const more: PaperKey = {
      keys: { ...sound.keys, q9: { type: 'true-false', value: true } },
      actions: { q8: drop },
      solutions: { q7: { en: 'Because.' } },
    };
    expect(problems(content, more)).toEqual([
      'key.keys.q9 is not a question of this paper',
      'key.actions.q8 is not a question of this paper',
      'key.solutions.q7 is not a question of this paper',
    ]);
  });

  it('may be widened by an action only with keys that fit', () => {
    const withAction = (action: KeyAction) => problems(content, { ...sound, actions: { single: action } });
    expect(withAction({ action: 'accept-also', keys: [{ type: 'single', option: 'B' }] })).toEqual([]);
    expect(withAction({ action: 'accept-also', keys: [] })).toEqual([
      'key.actions.single.keys is empty: name what else is accepted',
    ]);
    expect(withAction({ action: 'accept-also', keys: [{ type: 'single', option: 'Z' }] })).toEqual([
      `key.actions.single.keys[0].option names an option that the question does not have: ${no}`,
    ]);
    expect(withAction({ action: 'full-marks-to-all' })).toEqual([]);
  });
});

describe('[OBS-5] the policy of conduct', () => {
  const withConduct = (conduct: NonNullable<ExamRules['conduct']>) =>
    problems(paper({ rules: examRules({ conduct }) }));

  it('has steps whose counts rise', () => {
    expect(withConduct({ copy: [], paste: [{ after: 1, do: 'record' }] })).toEqual([]);
    expect(
      withConduct({
        copy: [
          { after: 0, do: 'record' },
          { after: 3, do: 'call' },
          { after: 3, do: 'call' },
        ],
      }),
    ).toEqual([
      'rules.conduct.copy[0].after must be a whole number above 0',
      'rules.conduct.copy[2].after must be above the 3 of the step before',
    ]);
  });

  it('has the text of its warnings in every language', () => {
    expect(withConduct({ 'tab-hidden': [{ after: 1, do: 'warn', text: { hi: 'यहीं रहें।' } }] })).toEqual([
      'rules.conduct.tab-hidden[0].text.en is missing: write the text in this language',
    ]);
    expect(withConduct({ 'tab-hidden': [{ after: 1, do: 'call', text: { en: ' ' } }] })).toHaveLength(1);
  });
});
