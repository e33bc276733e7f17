import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { hi } from './hi.ts';
import { laterTexts } from './laterTexts.ts';
import { mr } from './mr.ts';

type Sentence = string | ((...values: never[]) => string);

/** Every text of a catalogue by its path; those that take values are given some. */
function sentences(catalogue: object, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, Sentence | object]) => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value !== 'function') return sentences(value, here);
    return [1, 2].map((sample): [string, string] => [
      `${here}(${sample})`,
      Reflect.apply(value, undefined, [sample, sample, sample]),
    ]);
  });
}

/** Text before a closing tag, or in an attribute that is shown or read out. */
const wordsInMarkup =
  />([^<>{}]*\p{L}{2}[^<>{}]*)<[/]|\b(?:aria-label|title|alt|placeholder|label)="([^"]*\p{L}{2}[^"]*)"/gu;

const english = new Map(sentences({ ...en, later: laterTexts.en }));

describe('[WEB-2] the catalogues', () => {
  for (const [language, catalogue] of Object.entries({
    hi: { ...hi, later: laterTexts.hi },
    mr: { ...mr, later: laterTexts.mr },
  })) {
    it(`[WEB-2] ${language} has every text of English and no other`, () => {
      expect(new Set(sentences(catalogue).map(([path]) => path))).toEqual(new Set(english.keys()));
    });

    it(`[WEB-2] ${language} leaves nothing empty and nothing in English`, () => {
      const untranslated = sentences(catalogue).filter(
        ([path, text]) => !/[\u0900-\u097f]/.test(text) || text === english.get(path),
      );
      expect(untranslated).toEqual([]);
    });

    it(`[WEB-2] ${language} uses the digits that the questions use, and says every value that English says`, () => {
      const given = (text: string) => text.match(/[12]/g)?.length ?? 0;
      const wrong = sentences(catalogue).filter(
        ([path, text]) =>
          /[०-९]/.test(text) ||
          (path.endsWith(')') && given(text) === 0) !==
            (given(english.get(path) ?? '') === 0 && path.endsWith(')')),
      );
      expect(wrong).toEqual([]);
    });
  }

  it('[WEB-2] no page has words of its own beside them', () => {
    const pages = globSync('client/web/**/*.tsx').filter(
      (path) => !/[/](?:dist|design|test)[/]|[.]test[.]/.test(path),
    );
    expect(pages.length).toBeGreaterThan(50);
    const own = pages.flatMap((path) => {
      const source = readFileSync(path, 'utf8');
      return [...source.matchAll(wordsInMarkup)].map(([, text, attribute]) =>
        (text ?? attribute ?? '').trim(),
      );
    });
    // What this is called, and the two sizes of a letter on a button that has a name.
    expect([...new Set(own)].toSorted()).toEqual(['Aa', 'Pariksha']);
  });

  it('[WEB-2] no English text is empty', () => {
    expect([...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});
