import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertionReason,
  matrix,
  multiple,
  numerical,
  shortText,
  single,
  trueFalse,
} from '../test/paperBuilders.ts';
import { type AnswerRefusal, isAnswered, validateAnswer } from './answers.ts';
import type { Question } from './content.ts';

const everyType: readonly Question[] = [
  single('q'),
  multiple('q'),
  assertionReason('q'),
  numerical('q'),
  matrix('q'),
  trueFalse('q'),
  shortText('q'),
];

const accepts = (question: Question, value: unknown) =>
  expect(validateAnswer(question, value)).toStrictEqual({ ok: true, value });

const refuses = (question: Question, value: unknown, code: AnswerRefusal) =>
  expect(validateAnswer(question, value)).toStrictEqual({ ok: false, code });

describe('[ANS-1, ANS-2] an answer of the form of its type is accepted as it came', () => {
  it.each<[Question, unknown]>([
    [single('q'), 'C'],
    [assertionReason('q'), 'D'],
    [multiple('q'), ['C', 'A']],
    [multiple('q'), ['A', 'B', 'C', 'D']],
    [multiple('q'), []],
    [numerical('q'), '12.50'],
    [matrix('q'), { r2: ['q', 'p'], r1: [] }],
    [matrix('q'), {}],
    [trueFalse('q'), false],
    [shortText('q'), '  Mumbai '],
    [shortText('q'), ''],
    [shortText('q'), 'मुंबई'],
  ])('%j takes %j', accepts);

  it('[ANS-4] null clears an answer of every type', () => {
    for (const question of everyType) accepts(question, null);
  });

  it('lists and grids are copied, so that nothing the sender hid in them travels on', () => {
    const list = Object.assign(['p'], { toJSON: () => ['q'] });
    const question = multiple('q', { options: matrix('q').columns });
    expect(JSON.stringify(validateAnswer(question, list))).toBe('{"ok":true,"value":["p"]}');
    const grid = Object.assign(Object.create(null), { r1: list });
    expect(JSON.stringify(validateAnswer(matrix('q'), grid))).toBe('{"ok":true,"value":{"r1":["p"]}}');
  });
});

describe('[ANS-3] a choice that the question does not have is an unknown option', () => {
  it.each<[Question, unknown]>([
    [single('q'), 'E'],
    [single('q'), ''],
    [single('q'), 'a'],
    [assertionReason('q'), 'constructor'],
    [multiple('q'), ['A', 'E']],
    [multiple('q'), ['__proto__']],
    [matrix('q'), { r9: ['p'] }],
    [matrix('q'), { r1: ['z'] }],
    [matrix('q'), { constructor: ['p'] }],
    [matrix('q'), JSON.parse('{"__proto__": ["p"]}')],
    [matrix('q'), { toJSON: [] }],
  ])('%j does not have %j', (question, value) => refuses(question, value, 'unknown-option'));
});

describe('[ANS-3] a value of any other form is an invalid value', () => {
  const sparse: unknown[] = [];
  sparse.length = 2;

  it.each<[Question, unknown]>([
    [single('q'), ['A']],
    [single('q'), 0],
    [single('q'), undefined],
    [single('q'), { toString: () => 'A' }],
    [single('q'), Object('A')],
    [multiple('q'), 'A'],
    [multiple('q'), ['A', 'A']],
    [multiple('q'), ['A', 1]],
    [multiple('q'), ['A', null]],
    [multiple('q'), [['A']]],
    [multiple('q'), sparse],
    [multiple('q'), { 0: 'A', length: 1 }],
    [matrix('q'), ['r1']],
    [matrix('q'), 'r1'],
    [matrix('q'), { r1: 'p' }],
    [matrix('q'), { r1: null }],
    [matrix('q'), { r1: ['p', 'p'] }],
    [matrix('q'), { r1: { 0: 'p' } }],
    [matrix('q'), { r9: 'p' }],
    [matrix('q'), { a: [], b: [], c: [], d: [] }],
    [matrix('q'), new Map([['r1', ['p']]])],
    [matrix('q'), new Date(0)],
    [matrix('q'), new Uint8Array(2)],
    [trueFalse('q'), 'true'],
    [trueFalse('q'), 1],
    [shortText('q'), 5],
    [shortText('q'), ['a']],
    [shortText('q'), false],
  ])('%j refuses %j', (question, value) => refuses(question, value, 'invalid-value'));

  it('a list longer than the choices is refused without being read', () => {
    refuses(multiple('q'), new Array(4_000_000_000), 'invalid-value');
    refuses(matrix('q'), { r1: Array(1_000_000).fill('p') }, 'invalid-value');
  });
});

describe('[ANS-9] a number outside the range that is asked for', () => {
  it('is accepted like any other', () => {
    accepts(numerical('q', { range: { min: '0', max: '180' } }), '-1');
  });
});

describe('[ANS-5] a numerical answer', () => {
  it.each(['0', '-0', '+3', '12.50', '.5', '5.', '-.5', '007', '9'.repeat(40)])('may be %s', (value) => {
    accepts(numerical('q'), value);
  });

  it.each<[unknown]>([
    [''],
    ['.'],
    ['-'],
    ['+-1'],
    ['1e3'],
    ['1/2'],
    ['1,5'],
    ['1 000'],
    [' 1'],
    ['1\n'],
    ['१२'],
    ['１'],
    ['−1'],
    ['0x10'],
    ['Infinity'],
    ['NaN'],
    ['1.2.3'],
    ['9'.repeat(41)],
    [12],
    [Number.NaN],
    [{}],
    [['1']],
    [true],
  ])('may not be %j', (value) => {
    refuses(numerical('q'), value, 'invalid-value');
  });

  it('may be any decimal number written out', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})$/), (value) => {
        accepts(numerical('q'), value);
      }),
    );
  });
});

describe('[ANS-6] a text answer', () => {
  const three = shortText('q', { maxLength: 3 });

  it('is counted in code points', () => {
    accepts(three, '😀😀😀');
    refuses(three, '😀😀😀😀', 'invalid-value');
    refuses(three, 'abcd', 'invalid-value');
    refuses(three, 'a'.repeat(1_000_000), 'invalid-value');
  });

  it('is refused when it is not NFC, and not repaired', () => {
    accepts(three, '\u00e9');
    refuses(three, 'e\u0301', 'invalid-value');
    accepts(three, '\u0915\u093c');
    refuses(three, '\u0958', 'invalid-value');
  });

  it('is refused with U+0000 or half a surrogate pair in it', () => {
    refuses(three, 'a\u0000', 'invalid-value');
    refuses(three, '\ud83d', 'invalid-value');
    refuses(three, '\ude00a', 'invalid-value');
  });

  it('is any other text that is short enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const fits = [...text].length <= 20 && !text.includes('\u0000') && text.normalize('NFC') === text;
        expect(validateAnswer(shortText('q'), text).ok).toBe(fits);
      }),
    );
  });
});

describe('[ANS-7] whatever JSON can say', () => {
  const names = fc.constantFrom('r1', 'r2', 'p', 'A', '__proto__', 'constructor', 'toString', 'length', '');
  const hostile = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      names,
      fc.array(tie('value'), { maxLength: 6 }),
      fc.array(fc.tuple(names, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).value;

  it('is accepted as it is or refused, never thrown at, and changes no prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(fc.constantFrom(...everyType), hostile, (question, value) => {
        const checked = validateAnswer(question, value);
        if (!checked.ok) return;
        expect(JSON.stringify(checked.value)).toBe(JSON.stringify(value));
        expect(validateAnswer(question, checked.value)).toStrictEqual(checked);
        expect(typeof isAnswered(checked.value)).toBe('boolean');
      }),
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  it('is refused however deep it is', () => {
    let deep: unknown = 'A';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    for (const question of everyType) refuses(question, deep, 'invalid-value');
    for (const question of everyType) refuses(question, { r1: deep }, 'invalid-value');
  });

  it('cannot smuggle a prototype in through a row that an author called __proto__', () => {
    const question = matrix('q', { rows: [{ id: '__proto__', text: { en: 'row' } }] });
    const checked = validateAnswer(question, JSON.parse('{"__proto__": ["p"]}'));
    expect(checked.ok && checked.value !== null && Object.getPrototypeOf(checked.value)).toBe(
      Object.prototype,
    );
  });
});

describe('[ANS-8] what answers nothing', () => {
  it.each([[null], [''], ['  '], ['\u00a0\n'], [[]], [{}], [{ r1: [] }], [{ r1: [], r2: [] }]])(
    '%j',
    (value) => {
      expect(isAnswered(value)).toBe(false);
    },
  );

  it.each([['A'], ['0'], [false], [true], [['A']], [{ r1: ['p'] }], [{ r1: [], r2: ['p'] }]])(
    'is not %j',
    (value) => {
      expect(isAnswered(value)).toBe(true);
    },
  );
});
