import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertionReason,
  choices,
  eachAlone,
  matrix,
  multiple,
  paper,
  section,
  shortText,
  single,
  trueFalse,
} from '../test/paperBuilders.ts';
import type { PaperSection, Question } from './content.ts';
import { candidateOrder, drawnQuestions, optionOrder } from './paperOrder.ts';

const seeds = fc.string({ minLength: 1, maxLength: 64 });
const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
const singles = (...names: string[]) => names.map((id) => single(id));

/** Physics: 12 questions shuffled, of which 3 belong to a passage; 5 of 8 easy ones drawn. Chemistry: as authored. */
const physicsIds = ids('p', 12);
const physics = section(
  'physics',
  physicsIds.map((id, i) => single(id, i >= 9 ? { groupId: 'g' } : {})),
  {
    shuffleQuestions: true,
    shuffleOptions: true,
    pools: [
      { draw: 5, units: ids('p', 8).map((id) => [id]) },
      { draw: 2, units: [['p9'], ['p10', 'p11', 'p12']] },
    ],
  },
);
const chemistry = section('chemistry', singles(...ids('c', 6)));
const content = paper({ sections: [physics, chemistry] });

const questionIdsOf = (sections: readonly PaperSection[], seed: string) =>
  candidateOrder(paper({ sections }), seed).sections.map(({ questionIds }) => questionIds);

describe('[PAP-2] the order of a seed', () => {
  it('is for ever the one it was when the first paper was published', () => {
    expect(candidateOrder(content, 'a-seed-of-2027')).toEqual({
      sections: [
        { id: 'physics', questionIds: ['p7', 'p9', 'p3', 'p10', 'p11', 'p12', 'p6', 'p2', 'p4'] },
        { id: 'chemistry', questionIds: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] },
      ],
    });
    expect(optionOrder(physics, single('p1'), 'a-seed-of-2027')).toEqual(['D', 'C', 'B', 'A']);
    expect(optionOrder(physics, single('p2'), 'a-seed-of-2027')).toEqual(['D', 'A', 'C', 'B']);
  });

  it('is the same each time', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(candidateOrder(content, seed)).toEqual(candidateOrder(content, seed));
        expect(optionOrder(physics, single('p1'), seed)).toEqual(optionOrder(physics, single('p1'), seed));
      }),
    );
  });

  it('differs between seeds, sections and questions', () => {
    const orders = new Set(
      ids('seed', 50).map((seed) => candidateOrder(content, seed).sections[0]?.questionIds.join()),
    );
    expect(orders.size).toBe(50);
    const wide = section(
      's',
      ids('q', 20).map((id) => single(id, { options: choices(...ids('o', 8)) })),
      {
        shuffleOptions: true,
      },
    );
    expect(new Set(wide.questions.map((question) => optionOrder(wide, question, 'seed').join())).size).toBe(
      20,
    );
  });
});

describe('a candidate is given', () => {
  it('[PAP-3] the sections in paper order', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(candidateOrder(content, seed).sections.map(({ id }) => id)).toEqual(['physics', 'chemistry']);
      }),
    );
  });

  it('[PAP-4] from each pool exactly what it draws, nothing twice', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [drawn = []] = questionIdsOf([physics], seed);
        expect(drawn).toHaveLength(9);
        expect(new Set(drawn).size).toBe(9);
        expect(drawn.filter((id) => physicsIds.indexOf(id) < 8)).toHaveLength(5);
        expect(drawn).toEqual(expect.arrayContaining(['p9', 'p10', 'p11', 'p12']));
      }),
    );
  });

  it('[PAP-4] the same questions whether their order or only their set is asked for', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const ordered = candidateOrder(content, seed).sections.flatMap(({ questionIds }) => questionIds);
        expect(drawnQuestions(content, seed)).toEqual(new Set(ordered));
      }),
    );
    expect(drawnQuestions(paper({ sections: [chemistry] }), 'seed')).toBeNull();
  });

  it('[PAP-5] questions in authored order where the section is not shuffled, even when they are drawn', () => {
    const names = ids('q', 10);
    const drawing = section('s', singles(...names), { pools: [{ draw: 4, units: names.map((id) => [id]) }] });
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(questionIdsOf([chemistry], seed)).toEqual([ids('c', 6)]);
        const [drawn = []] = questionIdsOf([drawing], seed);
        expect(drawn).toEqual(names.filter((id) => drawn.includes(id)));
      }),
    );
  });

  it('[PAP-6] the questions of a passage together and in their order', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [drawn = []] = questionIdsOf([physics], seed);
        const start = drawn.indexOf('p10');
        expect(drawn.slice(start, start + 3)).toEqual(['p10', 'p11', 'p12']);
      }),
    );
  });
});

describe('options', () => {
  const pinnedLast = [...choices('A', 'B', 'C'), { id: 'none', text: { en: 'None of these' }, pinned: true }];

  it('[PAP-7] are each given once, and the pinned ones keep their authored place', () => {
    const options = fc
      .array(fc.boolean(), { minLength: 2, maxLength: 8 })
      .map((pins) => pins.map((pinned, i) => ({ id: `o${i}`, text: { en: 'x' }, pinned })));
    fc.assert(
      fc.property(seeds, options, (seed, given) => {
        const order = optionOrder(physics, multiple('q', { options: given }), seed);
        expect(order.toSorted()).toEqual(given.map(({ id }) => id).toSorted());
        for (const [i, { id, pinned }] of given.entries()) if (pinned) expect(order[i]).toBe(id);
      }),
    );
  });

  it('[PAP-7] come in more than one order', () => {
    const question = single('q', { options: pinnedLast });
    const orders = new Set(ids('seed', 100).map((seed) => optionOrder(physics, question, seed).join()));
    expect(orders.size).toBe(6);
  });

  it('[PAP-7] keep their authored order where the section does not shuffle them', () => {
    expect(optionOrder(chemistry, single('c1'), 'seed')).toEqual(['A', 'B', 'C', 'D']);
  });

  it('[PAP-8] of assertion and reason are never shuffled, and rows and columns have no order of their own', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(optionOrder(physics, assertionReason('q'), seed)).toEqual(['A', 'B', 'C', 'D']);
        const others: Question[] = [matrix('q'), trueFalse('q'), shortText('q')];
        for (const question of others) expect(optionOrder(physics, question, seed)).toEqual([]);
      }),
    );
  });
});

describe('[PAP-9] a change leaves the order of what it does not touch alone', () => {
  it('another section', () => {
    const other = section('biology', singles(...ids('b', 7)), { shuffleQuestions: true });
    const [alone] = questionIdsOf([physics], 'seed');
    expect(questionIdsOf([other, physics], 'seed')[1]).toEqual(alone);
  });

  it('another question of the section', () => {
    const fewer = { ...physics, questions: physics.questions.slice(1) };
    expect(optionOrder(fewer, single('p2'), 'seed')).toEqual(optionOrder(physics, single('p2'), 'seed'));
  });

  it('another pool of the section', () => {
    const [easy, passage] = physics.pools;
    if (!easy || !passage) throw new Error('physics has two pools');
    const smaller = { ...physics, shuffleQuestions: false, pools: [easy, { draw: 1, units: passage.units }] };
    const whole = { ...physics, shuffleQuestions: false };
    const easyOnes = (sections: PaperSection[]) => questionIdsOf(sections, 'seed')[0]?.slice(0, 5);
    expect(easyOnes([smaller])).toEqual(easyOnes([whole]));
  });
});

describe('[PAP-10] no order is favoured', () => {
  const five = section('s', singles(...ids('q', 5)), {
    shuffleQuestions: true,
    pools: [eachAlone(singles(...ids('q', 5)))],
  });

  it('each question stands at each place about equally often', () => {
    const counts = new Map<string, number>();
    for (const seed of ids('seed', 5_000)) {
      for (const [place, id] of questionIdsOf([five], seed)[0]?.entries() ?? []) {
        counts.set(`${id}@${place}`, (counts.get(`${id}@${place}`) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(25);
    // Expected 1,000 each, standard deviation 28: the seeds are fixed, so this can only fail when the code changes.
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });

  it('each unit of a pool is drawn about equally often', () => {
    const drawing = { ...five, shuffleQuestions: false, pools: [{ ...eachAlone(five.questions), draw: 2 }] };
    const counts = new Map<string, number>();
    for (const seed of ids('seed', 5_000)) {
      for (const id of questionIdsOf([drawing], seed)[0] ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(150);
  });
});
