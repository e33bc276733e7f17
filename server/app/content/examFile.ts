import { z } from 'zod';
import { observations } from '../../domain/conduct.ts';
import { label, language, localText } from './jsonParts.ts';

/** A text in several languages, or one that stands for all of them. */
const text = z.union(
  [label, localText],
  'must be a text of at most 200 characters, or texts by language such as {"en": "…", "hi": "…"}',
);

/** Marks are text, so that they are exact (`-2/3`); whole numbers are exact anyway. */
const marks = z.union(
  [label, z.int().transform(String)],
  'must be marks as text, such as "4", "-2/3" or "-0.25"',
);

const rule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('all-or-nothing'), correct: marks, wrong: marks }),
  z.strictObject({ rule: z.literal('partial-subset'), correct: marks, perOption: marks, wrong: marks }),
  z.strictObject({ rule: z.literal('per-row'), perRow: marks, wrongRow: marks }),
]);

const type = z.enum([
  'single',
  'multiple',
  'numerical',
  'matrix',
  'assertion-reason',
  'true-false',
  'short-text',
]);

/** One value or several: whichever of them fits. */
const oneOrMore = <T extends z.ZodType>(one: T) =>
  z.union([one.transform((only) => [only]), z.array(one).min(1)]);

const count = z.int().min(1).max(10_000);

const choosing = {
  bank: label.optional(),
  ids: z.array(label).min(1).optional(),
  subject: oneOrMore(label).optional(),
  chapter: oneOrMore(label).optional(),
  difficulty: oneOrMore(z.enum(['easy', 'medium', 'hard'])).optional(),
  type: oneOrMore(type).optional(),
  tags: oneOrMore(label).optional(),
  count: count.optional(),
  seed: label.optional(),
};

const criteria = ['subject', 'chapter', 'difficulty', 'type', 'tags', 'count', 'seed'] as const;

const idsOrCriteria = (select: { ids?: unknown } & Partial<Record<(typeof criteria)[number], unknown>>) =>
  select.ids === undefined || criteria.every((each) => select[each] === undefined);

const eitherOr = 'names ids and criteria as well: use one or the other';

const select = z.strictObject(choosing).refine(idsOrCriteria, eitherOr);
const pool = z.strictObject({ draw: count, ...choosing }).refine(idsOrCriteria, eitherOr);

const minutes = z.number().positive().max(100_000);

const section = z
  .strictObject({
    id: label,
    title: text,
    durationMinutes: minutes.optional(),
    select: select.optional(),
    pools: z.array(pool).min(1).optional(),
    marks: z
      .strictObject({ correct: marks, wrong: marks, byType: z.partialRecord(type, rule).optional() })
      .optional(),
    shuffleQuestions: z.boolean().default(true),
    shuffleOptions: z.boolean().default(true),
  })
  .refine(
    (each) => (each.select === undefined) !== (each.pools === undefined),
    'needs either select or pools, and not both',
  );

const times = z.int().min(1).max(1_000);

const conductStep = z.discriminatedUnion('do', [
  z.strictObject({ after: times, do: z.literal('record') }),
  z.strictObject({ after: times, do: z.literal('warn'), text }),
  z.strictObject({ after: times, do: z.literal('call'), text: text.optional() }),
]);

const instant = z.iso
  .datetime({ offset: true, error: 'must be a time with its offset, such as 2026-12-01T09:00:00+05:30' })
  .transform((iso) => Date.parse(iso));

const candidate = z.union(
  [
    label.transform((username) => ({ username, extraMinutesPerHour: 0 })),
    z.strictObject({ username: label, extraMinutesPerHour: z.number().min(0).max(600).default(0) }),
  ],
  'must be a user name, or hold username and extraMinutesPerHour',
);

/** The file that `npm run publish` reads; described in `prisma/content/README.md`. */
export const examFile = z.strictObject({
  title: text,
  /** The bank of every selection that names none itself. */
  bank: label.optional(),
  clock: z.enum(['individual', 'common']).default('individual'),
  durationMinutes: minutes.optional(),
  graceSeconds: z.number().min(0).max(600).default(5),
  navigation: z.enum(['free', 'locked']).default('free'),
  window: z.union(
    [
      z.literal('open'),
      z.strictObject({ opensAt: instant, lastEntryAt: instant.optional(), closesAt: instant }),
    ],
    'must be "open" or hold opensAt and closesAt',
  ),
  takeover: z.enum(['free', 'proctor-release']).default('free'),
  maxFrames: z.int().min(1).max(100_000).default(5_000),
  maxLateEntries: z.int().min(0).max(100_000).default(500),
  maxExtensionMinutes: z.number().min(0).max(100_000).optional(),
  tools: z
    .strictObject({
      calculator: z.enum(['none', 'basic', 'scientific']).default('none'),
      keypad: z.boolean().default(false),
    })
    .optional(),
  /** What is noticed of candidates, and what follows; without it nothing is. */
  conduct: z.partialRecord(z.enum(observations), z.array(conductStep).max(10)).optional(),
  /** What candidates are asked after the hand-in; the usual form when it is left out. */
  feedback: z
    .strictObject({
      items: z.array(z.strictObject({ id: label, text })).default([]),
      freeText: z.boolean().default(true),
    })
    .optional(),
  languages: z.array(language).min(1),
  sections: z.array(section).min(1),
  candidates: z
    .union([z.strictObject({ all: z.literal(true) }), z.array(candidate).min(1)])
    .default({ all: true }),
});

export type ExamFile = z.infer<typeof examFile>;
export type Select = z.infer<typeof select>;
export type FileSection = z.infer<typeof section>;
export type FileConductStep = z.infer<typeof conductStep>;
