import { describe, expect, it } from 'vitest';
import { deleteBefore, insertAt, withOtherSign } from './editText.ts';

describe('keys on the screen', () => {
  it('[WEB-73] write where the caret is', () => {
    expect(insertAt({ text: '125', caret: 2 }, '.')).toEqual({ text: '12.5', caret: 3 });
    expect(insertAt({ text: '', caret: 0 }, '7')).toEqual({ text: '7', caret: 1 });
  });

  it('[WEB-73] take away what stands before the caret, a function as a whole', () => {
    expect(deleteBefore({ text: '12.5', caret: 3 })).toEqual({ text: '125', caret: 2 });
    expect(deleteBefore({ text: '12', caret: 0 })).toEqual({ text: '12', caret: 0 });
    expect(deleteBefore({ text: '2×sin(', caret: 6 })).toEqual({ text: '2×', caret: 2 });
    expect(deleteBefore({ text: 'Ans', caret: 3 })).toEqual({ text: '', caret: 0 });
  });

  it('[WEB-73] turn the sign round, and back', () => {
    const negative = withOtherSign({ text: '5', caret: 1 });
    expect(negative).toEqual({ text: '-5', caret: 2 });
    expect(withOtherSign(negative)).toEqual({ text: '5', caret: 1 });
  });
});
