import { describe, expect, it } from 'vitest';
import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import { wireError } from '../../../../server/protocol/errorSentences.ts';
import type { AnswerView, Connection, Save } from '../../../session/index.ts';
import type { Draft } from './drafts.ts';
import { isInDoubt, questionNews, saveNews } from './saveState.ts';

const now = 1_800_000_000_000;
const up: Connection = { kind: 'up', route: 'websocket' };
const down: Connection = { kind: 'down', since: now - 10_000 };
const saved: Save = { kind: 'saved' };

function pending(more: Partial<Extract<Save, { kind: 'pending' }>> = {}): Save {
  return { kind: 'pending', count: 3, since: now - 1_000, keptOn: 'device', ...more };
}

const question: WireQuestion = {
  id: 'q',
  sectionId: 's',
  type: 'numerical',
  text: {},
  marks: { correct: '1', wrong: '0', rule: 'all-or-nothing' },
};

function draft(phase: Draft['phase']): Draft {
  return { question, text: '1', phase, problem: null };
}

describe('[WEB-1] the indicator', () => {
  it('[WEB-1] says saved only when the session does and nothing waits in a field', () => {
    expect(saveNews(saved, up, {}, now)).toEqual({ kind: 'saved' });
    expect(saveNews(saved, up, { q: draft('written') }, now)).toEqual({ kind: 'saved' });
    expect(saveNews(saved, up, { q: draft('typing') }, now)).toEqual({ kind: 'typing' });
    expect(saveNews(saved, up, { q: draft('unsent') }, now)).toEqual({ kind: 'not-sent', count: 1 });
    for (const save of [pending(), pending({ keptOn: 'memory' })]) {
      for (const connection of [up, down]) expect(saveNews(save, connection, {}, now).kind).not.toBe('saved');
    }
  });

  it('[WEB-1] tells how many changes are on this device only, and since when', () => {
    expect(saveNews(pending(), up, {}, now)).toEqual({ kind: 'saving' });
    const since = now - 4_000;
    expect(saveNews(pending({ since }), up, {}, now)).toEqual({ kind: 'on-device', count: 3, since });
    expect(saveNews(pending(), down, {}, now)).toEqual({ kind: 'on-device', count: 3, since: now - 1_000 });
    expect(saveNews(pending({ keptOn: 'memory' }), down, {}, now)).toEqual({ kind: 'in-page', count: 3 });
  });

  it('[WEB-1] tells what the server does not take', () => {
    const blocked: Save = { kind: 'blocked', count: 2, keptOn: 'device', error: wireError('frame-limit') };
    expect(saveNews(blocked, up, {}, now)).toEqual({ kind: 'refused', count: 2 });
  });

  it('[WEB-1] says of each question what has become of it', () => {
    const view = (save: AnswerView['save'], value: unknown = 'a'): AnswerView => ({
      value,
      marked: false,
      visited: true,
      save,
      committed: { value, marked: false },
    });
    expect(questionNews(undefined, undefined, up)).toBeNull();
    expect(questionNews(view({ kind: 'saved' }, null), undefined, up)).toBeNull();
    expect(questionNews(view({ kind: 'saved' }), undefined, up)).toEqual({ kind: 'saved' });
    expect(questionNews(view({ kind: 'saved' }), draft('typing'), up)).toEqual({ kind: 'typing' });
    expect(questionNews(view({ kind: 'saved' }), draft('unsent'), up)).toEqual({ kind: 'not-sent' });
    expect(questionNews(view({ kind: 'pending' }), undefined, up)).toEqual({ kind: 'pending' });
    expect(questionNews(view({ kind: 'pending' }), undefined, down)).toEqual({ kind: 'pending-offline' });
    expect(questionNews(view({ kind: 'late' }), undefined, up)).toEqual({ kind: 'late' });
    const refused = { kind: 'refused', code: 'section-not-open' } as const;
    expect(questionNews(view(refused), undefined, up)).toEqual(refused);
    expect(isInDoubt(view(refused), undefined)).toBe(true);
    expect(isInDoubt(view({ kind: 'pending' }), undefined)).toBe(false);
  });
});
