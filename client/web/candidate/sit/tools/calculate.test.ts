import { describe, expect, it } from 'vitest';
import { calculate, type SumOptions, writeNumber } from './calculate.ts';

const scientific: SumOptions = { kind: 'scientific', angle: 'degrees', last: 7 };
const basic: SumOptions = { ...scientific, kind: 'basic' };

const shown = (text: string, options = scientific) => {
  const result = calculate(text, options);
  return result.ok ? writeNumber(result.value) : result.problem;
};

describe('the calculator', () => {
  it.each([
    ['2+3×4', '14'],
    ['(2+3)×4', '20'],
    ['−2−−3', '1'],
    ['7÷2', '3.5'],
    ['2(3+4)', '14'],
    ['√16+√(9)', '7'],
    ['50%', '0.5'],
    ['200×15%', '30'],
    ['0.1+0.2', '0.3'],
    ['.5×4.', '2'],
    ['Ans×2', '14'],
    ['(1+2', '3'],
    ['1÷3', '0.333333333333'],
    ['99999999×99999999×99999999', '9.9999997×10^23'],
  ])('[WEB-72] of four rules reckons %s = %s', (text, value) => {
    expect(shown(text, basic)).toBe(value);
  });

  it.each([
    ['2^3^2', '512'],
    ['−2^2', '−4'],
    ['2^−1', '0.5'],
    ['5!', '120'],
    ['2π', '6.28318530718'],
    ['sin30', '0.5'],
    ['sin180', '0'],
    ['cos(60)', '0.5'],
    ['tan45', '1'],
    ['asin1', '90'],
    ['ln e', '1'],
    ['log1000', '3'],
    ['9.9999997×10^23', '9.9999997×10^23'],
  ])('[WEB-72] with functions reckons %s = %s', (text, value) => {
    expect(shown(text)).toBe(value);
  });

  it('[WEB-72] takes angles in radians where told', () => {
    expect(shown('sin(π÷2)', { ...scientific, angle: 'radians' })).toBe('1');
    expect(shown('atan1', { ...scientific, angle: 'radians' })).toBe('0.785398163397');
  });

  it.each([
    ['', 'not-a-sum'],
    ['2 3', 'not-a-sum'],
    ['2+', 'not-a-sum'],
    ['two', 'not-a-sum'],
    ['1)', 'not-a-sum'],
    ['1÷0', 'division-by-zero'],
    ['√−1', 'not-a-sum'],
    ['√(−1)', 'not-defined'],
    ['tan90', 'not-defined'],
    ['ln0', 'not-defined'],
    ['2.5!', 'not-defined'],
    ['171!', 'too-large'],
    ['10^400', 'too-large'],
  ])('[WEB-72] says of %s: %s', (text, problem) => {
    expect(shown(text)).toBe(problem);
  });

  it.each(['2^3', '5!', 'sin30', 'π'])('[WEB-70] of four rules does not know %s', (text) => {
    expect(shown(text, basic)).toBe('not-a-sum');
  });

  it('[WEB-72] writes what it can read again', () => {
    for (const value of [0, -1.5, 1e21, -2.5e-9, 123456.789]) {
      expect(calculate(writeNumber(value), scientific)).toEqual({ ok: true, value });
    }
  });
});
