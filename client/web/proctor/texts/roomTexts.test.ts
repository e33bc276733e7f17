import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { hi } from './hi.ts';
import { mr } from './mr.ts';

/** Every text by its path; those that take values are given some. */
function sentences(catalogue: object, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'object' && value !== null) return sentences(value, here);
    if (typeof value !== 'function') throw new Error(`${here} is no text.`);
    return [1, 2].map((sample) => [
      `${here}(${sample})`,
      Reflect.apply(value, undefined, [sample, sample, sample]),
    ]);
  });
}

/** Nothing in them but values: they need no translation. */
const wordless = /^[\d\s:,.–+]*$/;
const english = sentences(en);

describe('[WEB-2] the room’s own catalogues', () => {
  for (const [language, catalogue] of Object.entries({ hi, mr })) {
    const texts = sentences(catalogue);

    it(`[WEB-2] ${language} has every text of English, none empty and none in English`, () => {
      expect(texts.map(([path]) => path)).toEqual(english.map(([path]) => path));
      const untranslated = texts.filter(([, text]) => !wordless.test(text) && !/[\u0900-\u097f]/.test(text));
      expect(untranslated).toEqual([]);
    });

    it(`[WEB-2] ${language} says every value that English says, in Western digits`, () => {
      const values = (text: string) => text.match(/[12]/g)?.length ?? 0;
      const wrong = texts.filter(
        ([path, text], index) =>
          /[०-९]/.test(text) || (path.endsWith(')') && values(text) !== values(english[index]?.[1] ?? '')),
      );
      expect(wrong).toEqual([]);
    });
  }
});
