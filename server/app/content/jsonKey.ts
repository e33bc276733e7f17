import { z } from 'zod';
import type { QuestionKey } from '../../domain/key.ts';
import { label } from './jsonParts.ts';

const optionOf = <T extends 'single' | 'assertion-reason'>(type: T) =>
  z.strictObject({ option: label }).transform(({ option }) => ({ type, option }));

/** The right answer as an author writes it, by the type of the question. Whether a candidate could give it is checked with the paper. */
export const jsonKey = {
  single: optionOf('single'),
  'assertion-reason': optionOf('assertion-reason'),
  multiple: z
    .strictObject({ options: z.array(label) })
    .transform(({ options }) => ({ type: 'multiple' as const, options })),
  numerical: z
    .union([
      z.strictObject({ exact: label }),
      z.strictObject({ value: label, tolerance: label }),
      z.strictObject({ min: label, max: label }),
    ])
    .transform((accept) => ({ type: 'numerical' as const, accept })),
  matrix: z
    .strictObject({ rows: z.record(label, z.array(label)) })
    .transform(({ rows }) => ({ type: 'matrix' as const, rows })),
  'true-false': z
    .strictObject({ value: z.boolean() })
    .transform(({ value }) => ({ type: 'true-false' as const, value })),
  'short-text': z
    .strictObject({ accept: z.array(label), caseSensitive: z.boolean().default(false) })
    .transform(({ accept, caseSensitive }) => ({
      type: 'short-text' as const,
      accept: accept.map((text) => text.normalize('NFC')),
      caseSensitive,
    })),
} satisfies Record<QuestionKey['type'], z.ZodType<QuestionKey>>;
