import { z } from 'zod';
import type { PaperContent, Question } from '../../domain/content.ts';
import type { KeyCorrection } from '../../domain/correctKey.ts';
import type { QuestionKey } from '../../domain/key.ts';
import { type JsonFile, readJson } from './jsonFile.ts';
import { jsonKey } from './jsonKey.ts';

const otherAction = z.enum(['drop', 'full-marks-to-attempted', 'full-marks-to-all']);

/** Reads the corrections of a paper's key, by question id, from the form that `prisma/content/README.md` describes. */
export function readCorrections(
  bytes: Uint8Array,
  { sections }: PaperContent,
): JsonFile<ReadonlyMap<string, KeyCorrection>> {
  const questions = sections.flatMap((section) => section.questions);
  const file = z
    .object(Object.fromEntries(questions.map(({ id, type }) => [id, correctionOf(type).exactOptional()])))
    .catchall(z.custom<never>(() => false, 'is not a question of this paper'))
    .transform((corrections) => new Map(Object.entries(corrections)));
  return readJson(bytes, file);
}

function correctionOf(type: Question['type']): z.ZodType<KeyCorrection> {
  const key: z.ZodType<QuestionKey> = jsonKey[type];
  return z
    .strictObject({
      key: key.exactOptional(),
      acceptAlso: z.array(key).exactOptional(),
      action: otherAction.exactOptional(),
    })
    .transform((given, context): KeyCorrection => {
      const [correction, ...more] = correctionsIn(given);
      if (correction !== undefined && more.length === 0) return correction;
      const message = 'must say one thing: "key", "acceptAlso" or "action"';
      context.issues.push({ code: 'custom', message, input: given });
      return z.NEVER;
    });
}

function correctionsIn(given: {
  readonly key?: QuestionKey;
  readonly acceptAlso?: readonly QuestionKey[];
  readonly action?: z.infer<typeof otherAction>;
}): KeyCorrection[] {
  const { key, acceptAlso, action } = given;
  return [
    ...(key === undefined ? [] : [{ key }]),
    ...(acceptAlso === undefined ? [] : [{ action: { action: 'accept-also' as const, keys: acceptAlso } }]),
    ...(action === undefined ? [] : [{ action: { action } }]),
  ];
}
