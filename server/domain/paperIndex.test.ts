import { describe, expect, it } from 'vitest';
import { choices, group, paper, section, single } from '../test/paperBuilders.ts';
import { indexPaper } from './paperIndex.ts';

describe('[PAP-1] a paper is looked up by its hash and ids', () => {
  const content = paper({
    groups: [group('g1')],
    sections: [
      section('physics', [single('p1'), single('p2', { groupId: 'g1' })]),
      section('chemistry', [single('c1', { options: choices('x', 'y') })]),
    ],
  });

  it('[PAP-1] finds questions with their section, groups and sections, and keeps the order of sections', () => {
    const index = indexPaper('hash-1', content);
    expect(index.hash).toBe('hash-1');
    expect(index.content).toBe(content);
    expect(index.sectionIds).toEqual(['physics', 'chemistry']);
    expect([...index.questions.keys()]).toEqual(['p1', 'p2', 'c1']);
    expect(index.questions.get('c1')).toEqual({
      question: single('c1', { options: choices('x', 'y') }),
      sectionId: 'chemistry',
    });
    expect(index.groups.get('g1')).toEqual(group('g1'));
    expect(index.sections.get('chemistry')).toBe(content.sections[1]);
  });

  it('[PAP-1] names inherited from Object are not questions', () => {
    const index = indexPaper('hash-1', content);
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(index.questions.get(name)).toBeUndefined();
  });
});
