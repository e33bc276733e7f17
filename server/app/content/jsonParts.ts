import { z } from 'zod';
import { unusableText } from './plainText.ts';

const maxLabelLength = 200;
const maxTextLength = 20_000;

const kept = (maxLength: number) =>
  z.string().check((context) => {
    const message = unusableText(context.value, maxLength);
    if (message !== null) context.issues.push({ code: 'custom', message, input: context.value });
  });

/** A short text that nobody translates: an id, a subject, a tag, marks. What ids may consist of is checked with the paper. */
export const label = kept(maxLabelLength).refine(
  (text) => text.trim() !== '',
  'is empty: write something here',
);

/** A language tag: `en`, `hi`, `mr`. */
export const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'name a language such as en, hi or mr');

/** Language → text, in NFC. */
export const localText = z.record(
  language,
  kept(maxTextLength).transform((text) => text.normalize('NFC')),
);

export const choice = z.strictObject({
  id: label,
  text: localText,
  pinned: z.boolean().exactOptional(),
});
