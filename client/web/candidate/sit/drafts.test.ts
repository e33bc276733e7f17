import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import { Observable } from '../../../session/observable.ts';
import { initialState, type SessionState } from '../../../session/sessionState.ts';
import { Drafts } from './drafts.ts';

const base = { sectionId: 's', text: {}, marks: { correct: '1', wrong: '0', rule: 'all-or-nothing' } };
const number: WireQuestion = { ...base, id: 'n', type: 'numerical' };
const text: WireQuestion = { ...base, id: 't', type: 'short-text', maxLength: 10 };

/** As much of a session as drafts see of it. */
function createSession() {
  const state = new Observable<SessionState>({ ...initialState, status: { kind: 'writing' } });
  const written: unknown[] = [];
  return {
    written,
    become: (kind: 'writing' | 'superseded') => state.update({ status: { kind } }),
    get state() {
      return state.value;
    },
    subscribe: (listener: (now: SessionState, before: SessionState) => void) => state.subscribe(listener),
    answer(questionId: string, value: unknown) {
      if (state.value.status.kind !== 'writing') return { ok: false, why: 'not-writing' } as const;
      written.push(value);
      const save = { kind: 'pending' } as const;
      const view = { value, marked: false, visited: true, save, committed: { value: null, marked: false } };
      state.update({ answers: { ...state.value.answers, [questionId]: view } });
      return { ok: true } as const;
    },
  };
}

describe('[WEB-13] text in a field', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('[WEB-13] is written once after a pause, not key by key', () => {
    const session = createSession();
    const drafts = new Drafts(session);
    for (const typed of ['1', '12', '12.', '12.5']) drafts.type(number, typed);
    expect(drafts.all['n']?.phase).toBe('typing');
    vi.runAllTimers();
    expect(session.written).toEqual(['12.5']);
    expect(drafts.all['n']?.phase).toBe('written');
  });

  it('[WEB-13] is written at once when the field is left, the page hidden, or the screen gone', () => {
    const session = createSession();
    const drafts = new Drafts(session);
    const stop = drafts.start();
    drafts.type(number, '1');
    drafts.leave('n');
    expect(drafts.all).toEqual({});
    drafts.type(text, 'abc');
    drafts.flush();
    drafts.type(number, '2');
    stop();
    expect(session.written).toEqual(['1', 'abc', '2']);
  });

  it('[WEB-6, WEB-13] that cannot be sent is kept and not sent, and the earlier answer stays', () => {
    const session = createSession();
    const drafts = new Drafts(session);
    drafts.type(number, '12');
    vi.runAllTimers();
    drafts.type(number, '12x');
    drafts.leave('n');
    vi.runAllTimers();
    expect(session.written).toEqual(['12']);
    expect(drafts.all['n']).toMatchObject({ text: '12x', phase: 'unsent', problem: 'not-a-number' });
    drafts.drop('n');
    expect(drafts.all).toEqual({});
  });

  it('[WEB-123] that is out of range is told so after a pause, is not sent, and the earlier answer stays', () => {
    const session = createSession();
    const drafts = new Drafts(session);
    const teens: WireQuestion = { ...number, range: { min: '13', max: '19' } };
    for (const typed of ['1', '15']) drafts.type(teens, typed);
    vi.runAllTimers();
    drafts.type(teens, '150');
    expect(drafts.all['n']).toMatchObject({ phase: 'typing', problem: null });
    vi.runAllTimers();
    expect(drafts.all['n']).toMatchObject({ phase: 'unsent', problem: 'out-of-range' });
    drafts.type(teens, '1500');
    expect(drafts.all['n']).toMatchObject({ phase: 'unsent', problem: 'out-of-range' });
    drafts.leave('n');
    expect(drafts.all['n']).toMatchObject({ text: '1500', problem: 'out-of-range' });
    expect(session.written).toEqual(['15']);
    drafts.type(teens, '16');
    vi.runAllTimers();
    expect(session.written).toEqual(['15', '16']);
  });

  it('[WEB-13] that came while nothing may be written goes in when it may again', () => {
    const session = createSession();
    const drafts = new Drafts(session);
    drafts.start();
    session.become('superseded');
    drafts.type(number, '7');
    vi.runAllTimers();
    expect(drafts.all['n']?.phase).toBe('unsent');
    session.become('writing');
    expect(session.written).toEqual(['7']);
  });

  it('[WEB-13] that is what the session holds anyway is not written again', () => {
    const session = createSession();
    const drafts = new Drafts(session);
    drafts.type(number, '5');
    vi.runAllTimers();
    drafts.type(number, '५');
    vi.runAllTimers();
    expect(session.written).toEqual(['5']);
  });
});
