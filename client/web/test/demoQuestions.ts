import { readFileSync } from 'node:fs';
import { z } from 'zod';

const localText = z.record(z.string(), z.string());

const bank = z.object({
  questions: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      group: z.string().optional(),
      text: localText.optional(),
      images: z.array(z.unknown()).optional(),
      numeric: z.object({ range: z.object({ min: z.string(), max: z.string() }).optional() }).optional(),
      options: z.array(z.object({ id: z.string(), text: localText })).optional(),
      rows: z.array(z.object({ id: z.string(), text: localText })).optional(),
      columns: z.array(z.object({ id: z.string(), text: localText })).optional(),
    }),
  ),
});

export type DemoQuestion = z.infer<typeof bank>['questions'][number];

const path = new URL('../../../prisma/content/demo-questions.json', import.meta.url);

/** The questions of the built-in exam as their authors wrote them. */
export const demoQuestions: readonly DemoQuestion[] = bank.parse(
  JSON.parse(readFileSync(path, 'utf8')),
).questions;

/** The first of this type, without passage and pictures unless `want` says otherwise. */
export function demoQuestion(
  type: string,
  want: (question: DemoQuestion) => boolean = ({ group, images }) =>
    group === undefined && images === undefined,
): DemoQuestion {
  const found = demoQuestions.find((question) => question.type === type && want(question));
  if (found === undefined) throw new Error(`The built-in exam has no such ${type}.`);
  return found;
}
