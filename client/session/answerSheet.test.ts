import { describe, expect, it } from 'vitest';
import { AnswerSheet } from './answerSheet.ts';
import type { NumberedEntry } from './journalStore.ts';

const answer = (n: number, questionId: string, value: unknown, marked = false): NumberedEntry => ({
  n,
  entry: { kind: 'answer', questionId, value: value ?? null, marked, at: 0 },
});

const held = (value: unknown, marked = false) => ({ value, marked, visited: true });

describe('the answer sheet', () => {
  it('[CLI-4] shows a change as pending until the last one of its question is acknowledged', () => {
    const sheet = new AnswerSheet({});
    sheet.written(answer(1, 'q1', 'a'));
    sheet.written(answer(2, 'q1', 'b'));
    expect(sheet.view('q1')).toMatchObject({
      value: 'b',
      save: { kind: 'pending' },
      committed: { value: null },
    });
    sheet.settled([answer(1, 'q1', 'a')], {});
    expect(sheet.view('q1')).toMatchObject({ save: { kind: 'pending' }, committed: { value: 'a' } });
    sheet.settled([answer(2, 'q1', 'b')], {});
    expect(sheet.view('q1')).toMatchObject({ save: { kind: 'saved' }, committed: { value: 'b' } });
  });

  it('[CLI-5] keeps a refused or late change on the screen, beside what counts', () => {
    const sheet = new AnswerSheet({ q1: held('old'), q2: held('old') });
    sheet.written(answer(1, 'q1', 'new'));
    sheet.written(answer(2, 'q2', 'new'));
    sheet.settled([answer(1, 'q1', 'new')], { refused: [{ n: 1, code: 'invalid-value' }] });
    sheet.settled([answer(2, 'q2', 'new')], { late: true });
    expect(sheet.view('q1')).toMatchObject({
      value: 'new',
      save: { kind: 'refused', code: 'invalid-value' },
      committed: { value: 'old' },
    });
    expect(sheet.view('q2')).toMatchObject({
      value: 'new',
      save: { kind: 'late' },
      committed: { value: 'old' },
    });
  });

  it('[CLI-6] finds out by what the server holds how a doubtful change was taken', () => {
    const sheet = new AnswerSheet({ q2: held('old') });
    sheet.written(answer(1, 'q1', { r: ['a', 'b'] }));
    sheet.written(answer(2, 'q2', 'new'));
    sheet.settled([answer(1, 'q1', { r: ['a', 'b'] }), answer(2, 'q2', 'new')], { isDoubtful: true });
    expect(sheet.view('q1').save.kind).toBe('pending');
    sheet.reconcile({ q1: held({ r: ['a', 'b'] }), q2: held('old') }, false);
    expect(sheet.view('q1').save.kind).toBe('saved');
    expect(sheet.view('q2')).toMatchObject({
      value: 'new',
      save: { kind: 'refused', code: 'not-applied' },
      committed: { value: 'old' },
    });
  });

  it('[CLI-6] takes a doubtful change that is not held for late once the attempt is sealed', () => {
    const sheet = new AnswerSheet({});
    sheet.written(answer(1, 'q1', 'a'));
    sheet.settled([answer(1, 'q1', 'a')], { isDoubtful: true });
    sheet.reconcile({}, true);
    expect(sheet.view('q1').save.kind).toBe('late');
  });

  it('[CLI-4] takes over what the server holds where nothing of this page is under way', () => {
    const sheet = new AnswerSheet({ q1: held('mine') });
    sheet.written(answer(1, 'q2', 'under way'));
    sheet.reconcile({ q1: held('admitted later', true), q2: held('older') }, false);
    expect(sheet.view('q1')).toMatchObject({
      value: 'admitted later',
      marked: true,
      save: { kind: 'saved' },
    });
    expect(sheet.view('q2')).toMatchObject({
      value: 'under way',
      save: { kind: 'pending' },
      committed: { value: 'older' },
    });
  });

  it('[CLI-4] stays pending while it is under way, even when the server holds the same from before', () => {
    const sheet = new AnswerSheet({ q1: held('a') });
    sheet.written(answer(1, 'q1', 'b'));
    sheet.written(answer(2, 'q1', 'a'));
    sheet.reconcile({ q1: held('a') }, false);
    expect(sheet.view('q1').save.kind).toBe('pending');
  });

  it('[CLI-7] shows as pending again what the server has lost', () => {
    const sheet = new AnswerSheet({});
    sheet.written(answer(1, 'q1', 'a'));
    sheet.settled([answer(1, 'q1', 'a')], {});
    sheet.unsettled([answer(1, 'q1', 'a')]);
    sheet.reconcile({}, false);
    expect(sheet.view('q1')).toMatchObject({
      value: 'a',
      save: { kind: 'pending' },
      committed: { value: null },
    });
    sheet.settled([answer(1, 'q1', 'a')], {});
    expect(sheet.view('q1').save.kind).toBe('saved');
  });

  it('[CLI-4] is not confused by names that every object has', () => {
    const sheet = new AnswerSheet({});
    expect(sheet.view('constructor').value).toBeNull();
    sheet.written(answer(1, '__proto__', 'a'));
    expect(Object.keys(sheet.views)).toEqual(['__proto__']);
    expect(sheet.view('__proto__').value).toBe('a');
  });
});
