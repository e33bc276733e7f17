import { describe, expect, it } from 'vitest';
import { createMemoryEndedSessions } from './endedSessions.ts';

const start = 1_800_000_000_000;

describe('[LIV-4] ended sessions', () => {
  it('are remembered until the time given', () => {
    const ended = createMemoryEndedSessions();
    ended.add('one', start + 1_000);
    expect([ended.has('one', start), ended.has('one', start + 999), ended.has('two', start)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(ended.has('one', start + 1_000)).toBe(false);
  });

  it('are forgotten when their time is over', () => {
    const ended = createMemoryEndedSessions();
    for (let n = 0; n < 1_000; n++) ended.add(`session-${n}`, start + n);
    expect(ended.size()).toBe(1_000);
    ended.forget(start + 900);
    expect([ended.size(), ended.has('session-901', start + 900)]).toEqual([99, true]);
  });
});
