import { describe, expect, it } from 'vitest';
import { grantRequest, noteRequest } from './incidents.ts';

const commandId = '0198a4c2-9b1f-7a52-8d0c-5b7e1c2d3e4f';
const isGrant = (candidateIds: unknown) => grantRequest.safeParse({ commandId, candidateIds }).success;

describe('[WIRE-3] what staff ask for over incidents and lost time', () => {
  it('names candidates by ids that any request may hold, at most 500', () => {
    expect(isGrant(['candidate-1'])).toBe(true);
    for (const id of ['', 'a\u0000', '\ud800', 'x'.repeat(65), 7])
      expect([id, isGrant([id])]).toEqual([id, false]);
    expect(isGrant([])).toBe(false);
    expect(isGrant(Array.from({ length: 501 }, (_, index) => `c${index}`))).toBe(false);
  });

  it('says something in a note', () => {
    expect(noteRequest.safeParse({ text: 'Seen.' }).success).toBe(true);
    for (const text of ['', '  ', 'a\u0000']) expect(noteRequest.safeParse({ text }).success).toBe(false);
  });
});
