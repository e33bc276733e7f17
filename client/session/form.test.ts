import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as form from './form.ts';

/** The same forms, written with the library that the server uses. */
const pairs: readonly (readonly [string, form.Form<unknown>, z.ZodType])[] = [
  ['string', form.string(), z.string()],
  ['positive', form.positive(), z.number().min(0)],
  ['literal', form.literal(true), z.literal(true)],
  ['one of', form.oneOf(['a', 'b']), z.enum(['a', 'b'])],
  ['nullable', form.nullable(form.boolean()), z.boolean().nullable()],
  ['or', form.or(form.oneOf(['a', 'b']), 'b'), z.enum(['a', 'b']).catch('b')],
  ['map', form.map(form.string(), (text) => text.length), z.string().transform((text) => text.length)],
  ['array', form.array(form.string()), z.array(z.string())],
  ['record', form.record(form.string()), z.record(z.string(), z.string())],
  [
    'object',
    form.object({ a: form.string(), b: form.optional(form.array(form.string())), c: form.unknown() }),
    z.object({ a: z.string(), b: z.array(z.string()).exactOptional(), c: z.unknown() }),
  ],
  ['empty object', form.object({}), z.object({})],
];

const leaf = fc.oneof(fc.constantFrom('a', 'b', '', null, true, -1, 0, 2.5), fc.string());
const anything = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.oneof(leaf, fc.array(fc.string(), { maxLength: 2 }))),
  fc.jsonValue(),
);

describe('[CLI-37] forms', () => {
  it.each(pairs)('read what the library reads, and refuse what it refuses: %s', (_name, own, schema) => {
    fc.assert(
      fc.property(anything, (value) => {
        const expected = schema.safeParse(value);
        const found = own.safeParse(value);
        expect(found.success).toBe(expected.success);
        if (found.success) expect(found.data).toEqual(expected.data);
      }),
      { seed: 20_261_122, numRuns: 1_000 },
    );
  });

  it('take no name that every object inherits for a field', () => {
    const read = form.object({ toString: form.optional(form.string()), a: form.number() });
    expect(read.safeParse({ a: 1 })).toEqual({ success: true, data: { a: 1 } });
    const names = form.record(form.number()).safeParse(JSON.parse('{"__proto__": 1}'));
    expect(Object.keys(names.data ?? {})).toEqual(['__proto__']);
    expect({}).not.toHaveProperty('a');
  });
});
