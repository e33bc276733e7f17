import { z } from 'zod';

/** A string the database and every client can hold: well-formed UTF-16 and without U+0000. */
export const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'not well-formed text');

export const id = text(64).min(1);

/** The client's own clock, epoch ms. It is recorded as a claim and decides nothing. */
const at = z.number().int().min(0).max(8.64e15);

const answer = z.strictObject({
  kind: z.literal('answer'),
  questionId: id,
  /** Checked against the question's type by the domain; `null` clears the answer. */
  value: z.unknown().refine((value) => value !== undefined, 'missing'),
  marked: z.boolean(),
  at,
});

/** `ms` is the time spent on the question since the last `visited`; 0 on arrival. */
const visited = z.strictObject({
  kind: z.literal('visited'),
  questionId: id,
  ms: z.number().int().min(0).max(86_400_000),
  at,
});

/** Enters the next section of an exam whose sections are locked. */
const section = z.strictObject({ kind: z.literal('section'), sectionId: id, at });

/** Something the client noticed (tab switch, fullscreen exit, …). Recorded; only an exam's own policy may act upon it. */
const observed = z.strictObject({
  kind: z.literal('observed'),
  type: text(40).min(1),
  at,
  detail: text(500).optional(),
});

/** The client has shown the effect of an exam command to the candidate. */
const confirmed = z.strictObject({ kind: z.literal('confirmed'), commandId: id, at });

export const entry = z.discriminatedUnion('kind', [answer, visited, section, observed, confirmed]);

export type Entry = z.infer<typeof entry>;
