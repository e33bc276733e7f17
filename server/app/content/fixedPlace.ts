import type { Choice } from '../../domain/content.ts';

/**
 * Options that speak of all other options or of none: they read oddly anywhere but where the author put them.
 * The whole text must be such a phrase: "All men are mortal" is an ordinary option.
 */
const summaries: readonly RegExp[] = [
  /^none$/,
  /^(?:none|neither|all|both|any)(?: one)? of (?:these|those|them|the above|the given options|the options)$/,
  /^(?:all|none) the above$/,
  /^(?:cannot|can not|can't|could not) be (?:determined|found|said|known|calculated)$/,
  /^(?:data|information)(?: is| are)? (?:inadequate|insufficient|not sufficient)$/,
  /^not enough (?:data|information)$/,
  /^(?:उपरोक्त|उपर्युक्त|उपयुक्त|इन)(?: ?में से)? (?:कोई नहीं|कोई भी नहीं|सभी)$/,
  /^(?:यांपैकी|यापैकी|वरीलपैकी|वरील) (?:कोणतेही नाही|कोणताही नाही|कोणतीही नाही|एकही नाही|सर्व|सर्वच)$/,
];

/** Options that name others by their letters: "Both (A) and (C)", "B or D only". */
const letters =
  /^(?:both |either |neither |only )?\(?[a-e]\)?(?:(?:, ?| ?& ?| and | or | nor )\(?[a-e]\)?)+(?: only)?$/;

/**
 * The options with those pinned that must keep their place when options are shuffled: an option such as "None of
 * these", and every option where one names others by their letters. Whoever has set `pinned`, either way, is left alone.
 */
export function pinFixedPlaces(options: readonly Choice[]): readonly Choice[] {
  const lettered = options.some((option) => says(option, [letters]));
  return options.map((option) =>
    option.pinned === undefined && (lettered || says(option, summaries))
      ? { ...option, pinned: true }
      : option,
  );
}

function says(option: Choice, phrases: readonly RegExp[]): boolean {
  return Object.values(option.text).some((text) => {
    const plain = plainText(text);
    return phrases.some((phrase) => phrase.test(plain));
  });
}

function plainText(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[.।!]+\s*$/, '')
    .trim()
    .replace(/\s+/g, ' ');
}
