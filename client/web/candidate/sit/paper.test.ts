import { describe, expect, it } from 'vitest';
import { isLockedInOrder, neighbour, reachable, sectionOf } from './paper.ts';
import { signed } from './signed.ts';

const sections = [
  { id: 'a', title: {}, state: 'closed', questionIds: ['q1', 'q2'] },
  { id: 'b', title: {}, state: 'open', questionIds: ['q3', 'q4'] },
  { id: 'c', title: {}, state: 'locked', questionIds: ['q5'] },
] as const;

describe('[WEB-15] moving through the paper', () => {
  it('[WEB-15] reaches the questions of open sections, and no others', () => {
    const ids = reachable(sections);
    expect(ids).toEqual(['q3', 'q4']);
    expect(neighbour(ids, 'q3', 1)).toBe('q4');
    expect(neighbour(ids, 'q4', 1)).toBeNull();
    expect(neighbour(ids, 'q3', -1)).toBeNull();
    expect(neighbour(ids, null, 1)).toBeNull();
    expect(neighbour(ids, 'q1', 1)).toBeNull();
    expect(sectionOf(sections, 'q5')?.id).toBe('c');
  });

  it('[WEB-15] knows sections that follow each other by their times', () => {
    expect(isLockedInOrder({ at: 1, version: 1 })).toBe(false);
    expect(isLockedInOrder({ at: 1, version: 1, sections: [] })).toBe(true);
  });

  it('[WEB-15] prints marks with their signs', () => {
    expect(['4', '-1', '-2/3', '0', '-0', '+3', '1/2', '0.5', '0.0'].map(signed)).toEqual([
      '+4',
      '−1',
      '−2/3',
      '0',
      '0',
      '+3',
      '+1/2',
      '+0.5',
      '0',
    ]);
  });
});
