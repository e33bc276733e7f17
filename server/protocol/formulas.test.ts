import { describe, expect, it } from 'vitest';
import { formulaSource, readElement } from './formulas.ts';

describe('[CON-28] the list of what a drawing may consist of', () => {
  it('[CON-28] has spans with their classes and lengths, and the elements of MathML and SVG', () => {
    expect(readElement('mord mathnormal{margin-right:0.0359em;top:-2.5em}')).toEqual({
      tag: 'span',
      attributes: [['class', 'mord mathnormal']],
      style: [
        ['margin-right', '0.0359em'],
        ['top', '-2.5em'],
      ],
    });
    expect(readElement('')).toEqual({ tag: 'span', attributes: [], style: [] });
    expect(readElement('<mo fence="true">')).toEqual({
      tag: 'mo',
      attributes: [['fence', 'true']],
      style: [],
    });
    expect(readElement('<svg width="400em" viewBox="0 0 400000 1080" style="width:1em">')).toMatchObject({
      tag: 'svg',
      style: [['width', '1em']],
    });
  });

  it.each([
    ['<script>'],
    ['<a href="https://elsewhere.example">'],
    ['<a>'],
    ['<mi href="x">'],
    ['<img src="x">'],
    ['<mi onclick="alert(1)">'],
    ['<path d="url(x)">'],
    ['<mi id="app">'],
    ['mord{background-image:none}'],
    ['mord{background-color:url(https://elsewhere.example)}'],
    ['mord{width:expression(1)}'],
    ['mord{color:red}x'],
    ['mord" onclick="alert(1)'],
    ['<mi class="x">y'],
    ['<use x1="1">'],
  ])('[CON-28] has no %s', (what) => {
    expect(readElement(what)).toBeNull();
  });

  it('[CON-28] names a formula by its source', () => {
    expect(formulaSource({ tex: 'x', display: false })).toBe('$x$');
    expect(formulaSource({ tex: 'x', display: true })).toBe('$$x$$');
  });
});
