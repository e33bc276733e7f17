import { describe, expect, it } from 'vitest';
import { everyType, rulesAt } from '../../test/exams.ts';
import { readCorrections } from './correctionFile.ts';

const paper = everyType(rulesAt(1_800_000_000_000));
const read = (file: unknown) => readCorrections(Buffer.from(JSON.stringify(file)), paper);
const problemsIn = (file: unknown) => read(file).problems.map(({ where, message }) => `${where}: ${message}`);

describe('reading the corrections of a key', () => {
  it('[SCO-46] takes the right answers of every type as a bank writes them, and every action', () => {
    const file = {
      q1: { acceptAlso: [{ option: 'B' }] },
      q2: { key: { options: ['A', 'B'] } },
      q3: { key: { min: '1', max: '2' } },
      q4: { key: { rows: { r1: ['p'] } } },
      q5: { key: { option: 'B' } },
      q6: { key: { value: false } },
      q7: { key: { accept: ['e\u0301'] } },
      q8: { action: 'drop' },
      q9: { action: 'full-marks-to-all' },
      q10: { action: 'full-marks-to-attempted' },
    };
    expect(Object.fromEntries(read(file).value ?? [])).toEqual({
      q1: { action: { action: 'accept-also', keys: [{ type: 'single', option: 'B' }] } },
      q2: { key: { type: 'multiple', options: ['A', 'B'] } },
      q3: { key: { type: 'numerical', accept: { min: '1', max: '2' } } },
      q4: { key: { type: 'matrix', rows: { r1: ['p'] } } },
      q5: { key: { type: 'assertion-reason', option: 'B' } },
      q6: { key: { type: 'true-false', value: false } },
      q7: { key: { type: 'short-text', accept: ['\u00e9'], caseSensitive: false } },
      q8: { action: { action: 'drop' } },
      q9: { action: { action: 'full-marks-to-all' } },
      q10: { action: { action: 'full-marks-to-attempted' } },
    });
  });

  it('[SCO-47] names everything that has another form', () => {
    const wrong = {
      q1: { key: { option: 'B' }, action: 'drop' },
      q2: { key: { option: 'A' } },
      q3: {},
      q6: { action: 'forget' },
      q99: { action: 'drop' },
      constructor: { action: 'drop' },
    };
    expect(problemsIn(wrong)).toEqual([
      'q1: must say one thing: "key", "acceptAlso" or "action"',
      'q2.key.options: is missing: it must be an array',
      'q2.key: has a field "option", which means nothing here: remove it',
      'q3: must say one thing: "key", "acceptAlso" or "action"',
      expect.stringMatching(/^q6\.action: is not allowed/),
      'q99: is not a question of this paper',
      'constructor: is not a question of this paper',
    ]);
    expect(problemsIn([])).toEqual([expect.stringMatching(/^the file: must be an object/)]);
  });
});
