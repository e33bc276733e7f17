import { describe, expect, it } from 'vitest';
import type { AnswerView } from '../../../session/index.ts';
import { addCounts, answeredIn, countStates, isAnswered, questionState } from './questionState.ts';

function view(value: unknown, marked = false, visited = true): AnswerView {
  return { value, marked, visited, save: { kind: 'saved' }, committed: { value, marked } };
}

describe('[WEB-5] the palette', () => {
  it('[WEB-5] knows five states', () => {
    expect(questionState(undefined)).toBe('not-visited');
    expect(questionState(view(null, false, false))).toBe('not-visited');
    expect(questionState(view(null))).toBe('not-answered');
    expect(questionState(view('a'))).toBe('answered');
    expect(questionState(view(null, true))).toBe('marked');
    expect(questionState(view('a', true))).toBe('answered-marked');
  });

  it('[WEB-5] takes for an answer what the marking takes for one', () => {
    const answers = ['a', false, true, ['a'], { r1: ['c1'] }];
    const none = [null, undefined, '', '  ', [], {}, { r1: [] }];
    expect(answers.map(isAnswered)).toEqual(answers.map(() => true));
    expect(none.map(isAnswered)).toEqual(none.map(() => false));
  });

  it('[WEB-5] counts each question once, and every answer, marked or not', () => {
    const answers = { a: view('x'), b: view('x', true), c: view(null, true), d: view(null) };
    const counts = countStates(['a', 'b', 'c', 'd', 'e'], answers);
    expect(counts).toEqual({
      answered: 1,
      'answered-marked': 1,
      marked: 1,
      'not-answered': 1,
      'not-visited': 1,
    });
    expect(answeredIn(addCounts([counts, counts]))).toBe(4);
  });
});
