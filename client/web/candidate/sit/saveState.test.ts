import { describe, expect, it } from 'vitest';
import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import { wireError } from '../../../../server/protocol/errorSentences.ts';
import type { AnswerView, AnswerViews, Connection, Save } from '../../../session/index.ts';
import type { Draft, DraftMap } from './drafts.ts';
import { isInDoubt, questionNews, saveNews } from './saveState.ts';

const now = 1_800_000_000_000;
const up: Connection = { kind: 'up', route: 'websocket' };
const down: Connection = { kind: 'down', since: now - 10_000 };
const saved: Save = { kind: 'saved' };
const online = { connection: up, save: saved };
const offline = { connection: down, save: pending() };

function pending(more: Partial<Extract<Save, { kind: 'pending' }>> = {}): Save {
  return { kind: 'pending', count: 3, since: now - 1_000, keptOn: 'device', isStored: true, ...more };
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

function newsOf(save: Save, connection: Connection, drafts: DraftMap = {}, answers: AnswerViews = {}) {
  return saveNews({ save, connection, answers }, drafts, now);
}

function view(save: AnswerView['save'], value: unknown = 'a'): AnswerView {
  return { value, marked: false, visited: true, save, committed: { value, marked: false } };
}

describe('[WEB-1] the indicator', () => {
  it('[WEB-1] says saved only when the session does and nothing waits in a field', () => {
    expect(newsOf(saved, up)).toEqual({ kind: 'saved' });
    expect(newsOf(saved, up, { q: draft('written') })).toEqual({ kind: 'saved' });
    expect(newsOf(saved, up, { q: draft('typing') })).toEqual({ kind: 'typing' });
    expect(newsOf(saved, up, { q: draft('unsent') })).toEqual({ kind: 'not-sent', count: 1 });
    for (const save of [pending(), pending({ keptOn: 'memory' })]) {
      for (const connection of [up, down]) expect(newsOf(save, connection).kind).not.toBe('saved');
    }
  });

  it('[WEB-1] tells how many changes are on this device only, and since when', () => {
    expect(newsOf(pending(), up)).toEqual({ kind: 'saving' });
    const since = now - 4_000;
    expect(newsOf(pending({ since }), up)).toEqual({ kind: 'on-device', count: 3, since });
    expect(newsOf(pending(), down)).toEqual({ kind: 'on-device', count: 3, since: now - 1_000 });
    expect(newsOf(pending({ keptOn: 'memory' }), down)).toEqual({ kind: 'in-page', count: 3 });
  });

  it('[WEB-1] says that a change is on this device only when it is', () => {
    const onItsWay = pending({ isStored: false, since: now - 60_000 });
    for (const connection of [up, down]) expect(newsOf(onItsWay, connection)).toEqual({ kind: 'saving' });
    const state = { connection: down, save: onItsWay };
    expect(questionNews(view({ kind: 'pending' }), undefined, state)).toEqual({ kind: 'pending' });
  });

  it('[WEB-1] tells what the server does not take', () => {
    const blocked: Save = { kind: 'blocked', count: 2, keptOn: 'device', error: wireError('frame-limit') };
    expect(newsOf(blocked, up)).toEqual({ kind: 'refused', count: 2 });
  });

  it('[WEB-1] does not say saved while an answer is known not to count as it is shown', () => {
    const doubtful = { q: view({ kind: 'late' }), r: view({ kind: 'refused', code: 'section-not-open' }) };
    const answers = { ...doubtful, s: view({ kind: 'saved' }) };
    expect(newsOf(saved, up, {}, answers)).toEqual({ kind: 'in-doubt', count: 2 });
    expect(newsOf(saved, up, { q: draft('written') }, answers)).toEqual({ kind: 'in-doubt', count: 2 });
    expect(newsOf(saved, up, { s: draft('unsent') }, answers)).toEqual({ kind: 'not-sent', count: 1 });
    expect(newsOf(pending(), up, {}, answers)).toEqual({ kind: 'saving' });
    expect(newsOf(saved, up, {}, { s: view({ kind: 'saved' }) })).toEqual({ kind: 'saved' });
  });

  it('[WEB-1] says of each question what has become of it', () => {
    expect(questionNews(undefined, undefined, online)).toBeNull();
    expect(questionNews(view({ kind: 'saved' }, null), undefined, online)).toBeNull();
    expect(questionNews(view({ kind: 'saved' }), undefined, online)).toEqual({ kind: 'saved' });
    expect(questionNews(view({ kind: 'saved' }), draft('typing'), online)).toEqual({ kind: 'typing' });
    expect(questionNews(view({ kind: 'saved' }), draft('unsent'), online)).toEqual({ kind: 'not-sent' });
    expect(questionNews(view({ kind: 'pending' }), undefined, online)).toEqual({ kind: 'pending' });
    expect(questionNews(view({ kind: 'pending' }), undefined, offline)).toEqual({ kind: 'pending-offline' });
    expect(questionNews(view({ kind: 'late' }), undefined, online)).toEqual({ kind: 'late' });
    const refused = { kind: 'refused', code: 'section-not-open' } as const;
    expect(questionNews(view(refused), undefined, online)).toEqual(refused);
    expect(isInDoubt(view(refused), undefined)).toBe(true);
    expect(isInDoubt(view({ kind: 'pending' }), undefined)).toBe(false);
  });
});
