import { describe, expect, it } from 'vitest';
import { everyType, rulesAt } from '../test/exams.ts';
import { keyFor, multiple, paper, section } from '../test/paperBuilders.ts';
import { checkPaperKey, correctKey } from './correctKey.ts';
import type { KeyAction, QuestionKey } from './key.ts';

const content = everyType(rulesAt(1_800_000_000_000));
const published = keyFor(content);
const b: QuestionKey = { type: 'single', option: 'B' };
const drop: KeyAction = { action: 'drop' };

describe('correcting a key', () => {
  it('[SCO-46] replaces what is named, keeps all else, and leaves the version before as it was', () => {
    const before = structuredClone(published);
    const corrected = correctKey(
      published,
      new Map([
        ['q1', { key: b }],
        ['q5', { action: drop }],
      ]),
    );
    expect(corrected).toEqual({
      ...before,
      keys: { ...before.keys, q1: b },
      actions: { q5: drop },
    });
    expect(published).toEqual(before);
  });

  it('[SCO-46] another key takes away the action, an action keeps the key', () => {
    const dropped = correctKey(published, new Map([['q1', { action: drop }]]));
    expect(dropped.keys).toEqual(published.keys);
    const also: KeyAction = { action: 'accept-also', keys: [b] };
    expect(correctKey(dropped, new Map([['q1', { action: also }]])).actions).toEqual({ q1: also });
    expect(correctKey(dropped, new Map([['q1', { key: b }]]))).toEqual({
      ...published,
      keys: { ...published.keys, q1: b },
    });
  });

  it('[SCO-47] is held to what publication asks of a key', () => {
    const z: QuestionKey = { type: 'single', option: 'Z' };
    const wrong = correctKey(
      published,
      new Map([
        ['q1', { key: z }],
        ['q2', { key: b }],
        ['q8', { action: { action: 'accept-also', keys: [z] } }],
      ]),
    );
    expect(checkPaperKey(content, published)).toEqual([]);
    expect(checkPaperKey(content, wrong).map(({ path }) => path)).toEqual([
      'key.keys.q1.option',
      'key.keys.q2',
      'key.actions.q8.keys[0].option',
    ]);
  });

  it('[SCO-47] no part of the right options may come to be worth more than all of them', () => {
    const marking = {
      default: { rule: 'partial-subset', correct: '2', perOption: '1', wrong: '0' },
    } as const;
    const parts = paper({ sections: [section('s1', [multiple('q1')], { marking })] });
    const key = correctKey(
      keyFor(parts),
      new Map([['q1', { key: { type: 'multiple', options: ['A', 'B', 'C', 'D'] } }]]),
    );
    expect(checkPaperKey(parts, key).map(({ path }) => path)).toEqual(['sections[0].marking']);
  });
});
