import { z } from 'zod';
import type { LocalText, Question } from '../../domain/content.ts';
import type { BankQuestion } from '../ports/content.ts';
import { assertionReasonOptions, assertionReasonText } from './assertionReason.ts';
import type { BankDraft, Draft } from './draft.ts';
import { pinFixedPlaces } from './fixedPlace.ts';
import { readJson } from './jsonFile.ts';
import { jsonKey } from './jsonKey.ts';
import { choice, label, localText } from './jsonParts.ts';
import type { Note } from './note.ts';

/** Pictures come from this server: a paper shows nothing that could change after it was published. */
const src = label.regex(/^\/media\/[\w-][\w.-]*$/, 'name a picture as /media/NAME');

const images = z.array(z.strictObject({ src, alt: localText })).exactOptional();
const range = z.strictObject({ min: label.exactOptional(), max: label.exactOptional() });

const common = {
  id: label,
  subject: label,
  chapter: label,
  difficulty: z.enum(['easy', 'medium', 'hard']),
  tags: z.array(label).default([]),
  group: label.exactOptional(),
  images,
  solution: localText.exactOptional(),
  marks: z.strictObject({ correct: label, wrong: label }).exactOptional(),
};

const question = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('single'),
    text: localText,
    options: z.array(choice),
    key: jsonKey.single,
  }),
  z.strictObject({
    ...common,
    type: z.literal('multiple'),
    text: localText,
    options: z.array(choice),
    key: jsonKey.multiple,
  }),
  z.strictObject({
    ...common,
    type: z.literal('assertion-reason'),
    text: localText.exactOptional(),
    assertion: localText,
    reason: localText,
    key: jsonKey['assertion-reason'],
  }),
  z.strictObject({
    ...common,
    type: z.literal('numerical'),
    text: localText,
    numeric: z.strictObject({ unit: localText.exactOptional(), range: range.exactOptional() }).default({}),
    key: jsonKey.numerical,
  }),
  z.strictObject({
    ...common,
    type: z.literal('matrix'),
    text: localText,
    rows: z.array(choice),
    columns: z.array(choice),
    key: jsonKey.matrix,
  }),
  z.strictObject({
    ...common,
    type: z.literal('true-false'),
    text: localText,
    key: jsonKey['true-false'],
  }),
  z.strictObject({
    ...common,
    type: z.literal('short-text'),
    text: localText,
    maxLength: z.int().min(1),
    key: jsonKey['short-text'],
  }),
]);

const bankFile = z.strictObject({
  bank: label.exactOptional(),
  groups: z.array(z.strictObject({ id: label, text: localText, images })).default([]),
  questions: z.array(question).min(1),
});

type FileQuestion = z.infer<typeof question>;

/** Reads a bank from the JSON format that `prisma/content/README.md` describes. `bank` is the name the file gives it. */
export function readJsonBank(bytes: Uint8Array): BankDraft & { readonly bank: string | null } {
  const { value, problems } = readJson(bytes, bankFile);
  if (value === null) return { bank: null, groups: [], questions: [], problems, warnings: [] };
  const sizes = new Map<string, number>();
  const questions = value.questions.map((from, i): Draft => {
    const where = `questions[${i}] (${from.id})`;
    return {
      content: contentOf(from, nextPlace(sizes, from.group)),
      placeOf: (path) => (path === '' ? where : `${where}.${inFile(path)}`),
    };
  });
  return {
    bank: value.bank ?? null,
    groups: value.groups,
    questions,
    problems: groupProblems(value.questions),
    warnings: [],
  };
}

/** Where the file says it another way than the domain. */
function inFile(path: string): string {
  return path
    .replace(/^groupId$/, 'group')
    .replace(/^key\.accept\./, 'key.')
    .replace(/^(?=unit\b|range\b)/, 'numeric.');
}

function nextPlace(sizes: Map<string, number>, group: string | undefined): number | null {
  if (group === undefined) return null;
  const place = (sizes.get(group) ?? 0) + 1;
  sizes.set(group, place);
  return place;
}

/** The questions of a passage stand together, so that their order is plain to see. */
function groupProblems(questions: readonly FileQuestion[]): Note[] {
  const closed = new Set<string>();
  return questions.flatMap(({ id, group }, i) => {
    const before = questions[i - 1]?.group;
    if (before !== undefined && before !== group) closed.add(before);
    if (group === undefined || !closed.has(group)) return [];
    const message = `belongs to ${group}, but other questions stand between: move it to the others of its group`;
    return [{ where: `questions[${i}] (${id}).group`, message }];
  });
}

function contentOf(from: FileQuestion, groupPlace: number | null): BankQuestion {
  const { subject, chapter, difficulty, tags } = from;
  return {
    question: questionOf(from),
    groupPlace,
    subject,
    chapter,
    difficulty,
    tags,
    key: from.key,
    solution: from.solution ?? null,
    marks: from.marks ?? null,
  };
}

function questionOf(from: FileQuestion): Question {
  const shared = {
    id: from.id,
    ...(from.group === undefined ? {} : { groupId: from.group }),
    ...(from.images === undefined ? {} : { images: from.images }),
  };
  switch (from.type) {
    case 'single':
    case 'multiple':
      return { ...shared, type: from.type, text: from.text, options: pinFixedPlaces(from.options) };
    case 'assertion-reason': {
      const { type, assertion, reason } = from;
      const languages = Object.keys(assertion);
      const text = from.text ?? inLanguages(assertionReasonText, languages);
      const options = assertionReasonOptions.map((option) => ({
        ...option,
        text: inLanguages(option.text, languages),
      }));
      return { ...shared, type, text, assertion, reason, options };
    }
    case 'numerical':
      return { ...shared, type: from.type, text: from.text, ...from.numeric };
    case 'matrix':
      return { ...shared, type: from.type, text: from.text, rows: from.rows, columns: from.columns };
    case 'true-false':
      return { ...shared, type: from.type, text: from.text };
    case 'short-text':
      return { ...shared, type: from.type, text: from.text, maxLength: from.maxLength };
  }
}

/** A language without a standard text stays empty, which the check of the bank then tells the author. */
function inLanguages(standard: LocalText, languages: readonly string[]): LocalText {
  return Object.fromEntries(languages.map((language) => [language, standard[language] ?? '']));
}
