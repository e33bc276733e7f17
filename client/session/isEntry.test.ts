import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entry } from '../../server/protocol/entries.ts';
import { isEntry } from './isEntry.ts';

const strange = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, '', 'q1', '\u0000', '\ud800', -1, 0, 1.5, 8.64e15, 9e15),
  fc.integer(),
  fc.string({ maxLength: 70 }),
  fc.constantFrom(...[40, 41, 64, 65, 500, 501].map((length) => 'अ'.repeat(length))),
);

const sound = {
  kind: fc.constantFrom('answer', 'visited', 'section', 'observed', 'confirmed'),
  questionId: fc.constant('q1'),
  sectionId: fc.constant('s1'),
  commandId: fc.constant('c1'),
  value: fc.jsonValue(),
  marked: fc.boolean(),
  ms: fc.nat(90_000_000),
  type: fc.constant('tab-hidden'),
  detail: fc.string(),
  at: fc.nat(),
};

const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  answer: ['questionId', 'value', 'marked', 'at'],
  visited: ['questionId', 'ms', 'at'],
  section: ['sectionId', 'at'],
  observed: ['type', 'at', 'detail'],
  confirmed: ['commandId', 'at'],
};

/** An entry as it should be, and what chance makes of one or two of its fields. */
const anything = fc
  .tuple(
    fc.record(sound),
    fc.dictionary(fc.constantFrom(...Object.keys(sound), 'more'), strange, { maxKeys: 2 }),
  )
  .map(([whole, changes]): unknown => ({
    kind: whole.kind,
    ...Object.fromEntries((fieldsOf[whole.kind] ?? []).map((name) => [name, Reflect.get(whole, name)])),
    ...changes,
  }));

describe('[CLI-36] the session’s own check of entries', () => {
  it('takes exactly what the contract’s schema takes', () => {
    const seed = Date.now();
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(anything, strange, fc.anything()), (value) => {
        const isTaken = isEntry(value);
        if (isTaken) taken += 1;
        expect(isTaken).toBe(entry.safeParse(value).success);
      }),
      { seed, numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });
});
