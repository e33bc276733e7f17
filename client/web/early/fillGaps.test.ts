import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';

const fillGaps = readFileSync(new URL('./fillGaps.ts', import.meta.url), 'utf8');

const forget = `
  for (const name of ['findLast', 'toReversed', 'toSorted']) delete Array.prototype[name];
  for (const name of ['isWellFormed', 'toWellFormed']) delete String.prototype[name];
  delete Object.hasOwn;
`;

const results = String.raw`
  const list = [3, 10, 2];
  const texts = ['पुणे 🌱', 'a\uD83Cb', '\uDF31\uD83C', ''];
  JSON.stringify([
    [list.findLast((each) => each > 2), list.findLast((each) => each > 20), list.findLast((_, n) => n < 1)],
    [list.toReversed(), list.toSorted(), list.toSorted((a, b) => a - b), list],
    ['a', 'b', 'toString'].map((key) => Object.hasOwn({ a: undefined }, key)),
    texts.map((text) => [text.isWellFormed(), text.toWellFormed()]),
  ]);
`;

it('[WEB-116] what an old browser lacks does there what it does in a new one', async () => {
  const signals: Partial<Pick<typeof AbortSignal, 'timeout'>> = {};
  const old = createContext({ AbortSignal: signals, AbortController, DOMException, setTimeout });
  runInContext(forget, old);
  expect(() => runInContext('[1].toSorted()', old)).toThrow('not a function');
  runInContext(stripTypeScriptTypes(fillGaps), old);
  expect(runInContext(results, old)).toEqual(runInContext(results, createContext()));

  const signal = signals.timeout!(0);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
});
