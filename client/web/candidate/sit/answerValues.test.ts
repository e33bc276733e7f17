import { describe, expect, it } from 'vitest';
import {
  chosenColumns,
  chosenOption,
  chosenOptions,
  chosenTruth,
  withMark,
  withOption,
} from './answerValues.ts';

const choice = (id: string) => ({ id, text: {} });
const options = ['a', 'b', 'c'].map(choice);
const grid = { rows: ['r1', 'r2'].map(choice), columns: ['c1', 'c2'].map(choice) };

describe('[WEB-15] the forms', () => {
  it('[WEB-15] put options in and take them out, in the order of the question', () => {
    expect(withOption(options, ['c'], 'a', true)).toEqual(['a', 'c']);
    expect(withOption(options, ['a', 'c'], 'c', false)).toEqual(['a']);
    expect(withOption(options, ['a'], 'a', false)).toBeNull();
    expect(withOption(options, null, 'b', true)).toEqual(['b']);
  });

  it('[WEB-15] mark cells of a grid, without empty rows', () => {
    expect(withMark(grid, null, 'r2', 'c1', true)).toEqual({ r2: ['c1'] });
    expect(withMark(grid, { r2: ['c1'] }, 'r1', 'c2', true)).toEqual({ r1: ['c2'], r2: ['c1'] });
    expect(withMark(grid, { r1: ['c1', 'c2'] }, 'r1', 'c1', false)).toEqual({ r1: ['c2'] });
    expect(withMark(grid, { r1: ['c2'] }, 'r1', 'c2', false)).toBeNull();
  });

  it('[WEB-15] read whatever does not fit as no answer', () => {
    for (const odd of [null, undefined, 5, true, { r1: 'c1' }]) {
      expect(chosenOption(odd)).toBeNull();
      expect(chosenOptions(odd)).toEqual([]);
      expect(chosenColumns(odd, 'r1')).toEqual([]);
    }
    expect(chosenTruth('true')).toBeNull();
    expect(chosenTruth(false)).toBe(false);
    expect(chosenColumns({}, 'constructor')).toEqual([]);
  });
});
