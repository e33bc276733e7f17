import { describe, expect, it } from 'vitest';
import { withNotice, withPast } from './notices.ts';
import type { Notice } from './sessionState.ts';
import { World } from './test/world.ts';

const text = { en: 'Question 2: read 5 for 6.' };
const erratum = { commandId: 'c-1', kind: 'erratum', text, questionId: 'q2', at: 100, shown: true } as const;
const message = { commandId: 'c-3', kind: 'message', text, at: 300, shown: false } as const;
const heard: Notice = {
  ...{ commandId: 'c-2', kind: 'deadline', at: 200, text: null, reason: 'fire drill' },
  ...{ questionId: null, deadlineAt: 900, shown: false },
};

describe('[CLI-40] what was said before a page was there', () => {
  it('stands with what it hears itself, in the order in which it was said, each once', () => {
    const all = withPast([heard], [erratum, message]);
    expect(all.map(({ commandId, shown }) => [commandId, shown])).toEqual([
      ['c-1', true],
      ['c-2', false],
      ['c-3', false],
    ]);
    expect(withPast(all, [erratum, message])).toBe(all);
    expect(withNotice(all, { ...heard, commandId: 'c-3' })).toBe(all);
    expect(all[0]).toMatchObject({ questionId: 'q2', text });
    expect(all[2]).toMatchObject({ questionId: null, deadlineAt: null });
  });

  it('comes with the opening', async () => {
    const world = new World();
    world.server.said = [erratum, message];
    const { session } = await world.writingPage();
    expect(session.state.notices.map(({ kind }) => kind)).toEqual(['erratum', 'message']);
  });
});
