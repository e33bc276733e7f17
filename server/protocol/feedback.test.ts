import { describe, expect, it } from 'vitest';
import { feedbackRequest } from './feedback.ts';
import { maxCommentLength, maxFeedbackItems } from './feedbackForm.ts';

const rated = (rating: unknown) => ({ ratings: [{ itemId: 'time', rating }] });
const isTaken = (request: unknown) => feedbackRequest.safeParse(request).success;

describe('[FBK-3] a request with feedback', () => {
  it('rates from 1 to 5 in whole numbers, or says that an item does not apply', () => {
    for (const rating of [1, 2, 3, 4, 5, null]) expect(isTaken(rated(rating))).toBe(true);
    for (const rating of [0, 6, 2.5, '3', undefined, true]) expect(isTaken(rated(rating))).toBe(false);
  });

  it('holds at most ten items and one text of bounded length', () => {
    const items = (count: number) => ({
      ratings: Array.from({ length: count }, (_, i) => ({ itemId: `i${i}`, rating: 3 })),
    });
    expect(isTaken(items(maxFeedbackItems))).toBe(true);
    expect(isTaken(items(maxFeedbackItems + 1))).toBe(false);
    expect(isTaken({ ratings: [], comment: 'अ'.repeat(maxCommentLength) })).toBe(true);
    expect(isTaken({ ratings: [], comment: 'अ'.repeat(maxCommentLength + 1) })).toBe(false);
    expect(isTaken({ ratings: [], comment: 'a\u0000b' })).toBe(false);
    expect(isTaken({ ratings: [], more: 1 })).toBe(false);
  });
});
